internal import Ground
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Store

/// A form that was sent to us: its fields and files.
struct SentForm: Sendable {
    var fields: FormFields
    var files: [UploadedFile]
}

extension WebFace {
    /// The largest form: twenty photos from a telephone.
    static let mostBytes = 64 << 20

    /// Reads a form and checks that it comes from our own page.
    func form(_ request: Request) async throws -> SentForm {
        let type = request.headers[.contentType] ?? ""
        guard let buffer = try? await request.body.collect(upTo: WebFace.mostBytes) else {
            throw BadForm(status: .contentTooLarge)
        }
        let form: SentForm
        if let boundary = Multipart.boundary(ofContentType: type) {
            guard let parts = Multipart.read(Array(buffer.readableBytesView), boundary: boundary) else {
                throw BadForm(status: .badRequest)
            }
            form = SentForm(fields: parts.fields, files: parts.files)
        } else {
            form = SentForm(
                fields: FormFields(urlEncoded: String(decoding: buffer.readableBytesView, as: UTF8.self)), files: [])
        }
        guard let token = request.cookies[CookieName.form]?.value, !token.isEmpty, form.fields["form-token"] == token
        else { throw BadForm(status: .forbidden) }
        return form
    }

    /// Stores the photos of a form, without what cameras write into them.
    /// - Returns: their hashes, durable.
    func storePhotos(_ form: SentForm) async throws -> [String] {
        var hashes: [String] = []
        for file in form.files where !file.bytes.isEmpty {
            guard let clean = Photo.cleaned(file.bytes) else { throw BadForm(status: .unsupportedMediaType) }
            hashes.append(try await files.put(clean))
        }
        return hashes
    }
}

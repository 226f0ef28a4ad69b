internal import Cases
internal import Ground
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Store
internal import Synchronization

private let fetchSite = HTTPField.Name("Sec-Fetch-Site")

/// A form that was sent to us: its fields and files.
struct SentForm: Sendable {
    var fields: FormFields
    var files: [UploadedFile]
}

extension WebFace {
    /// Takes in a form and hands it on; gives back the memory that it took when the work is done.
    func withForm(_ request: Request, _ work: @Sendable (SentForm) async throws -> Response) async throws -> Response {
        let taken = Taken()
        defer { uploads.give(back: taken.count) }
        return try await work(try await form(request, taken))
    }

    /// Reads a form without photos and checks that it comes from our own page.
    func form(_ request: Request) async throws -> SentForm {
        let taken = Taken()
        defer { uploads.give(back: taken.count) }
        return try await form(request, taken)
    }

    private func form(_ request: Request, _ taken: Taken) async throws -> SentForm {
        try checkOrigin(request)
        let boundary = Multipart.boundary(ofContentType: request.headers[.contentType] ?? "")
        let bytes = try await body(of: request, most: boundary == nil ? UploadLimits.mostFormBytes : UploadLimits.mostBytes, taken)
        let form: SentForm
        if let boundary {
            guard let parts = Multipart.read(bytes, boundary: boundary) else {
                throw FormFault(.badRequest, .badRequestHelp, status: .badRequest)
            }
            form = SentForm(fields: parts.fields, files: parts.files)
        } else {
            form = SentForm(fields: FormFields(urlEncoded: String(decoding: bytes, as: UTF8.self)), files: [])
        }
        guard let token = request.cookie(CookieName.form), !token.isEmpty, form.fields["form-token"] == token
        else { throw FormFault.foreign }
        return form
    }

    /// The bytes of a form, as far as they are not too many and come in time.
    private func body(of request: Request, most: Int, _ taken: Taken) async throws -> [UInt8] {
        let tooLarge: @Sendable () -> FormFault = { FormFault(.tooLarge, .tooLargeHelp.with("\(most >> 20)"), status: .contentTooLarge) }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > most { throw tooLarge() }
        let uploads = self.uploads
        let parts = request.body
        do {
            return try await uploadDeadlines.run {
                var bytes: [UInt8] = []
                for try await part in parts {
                    guard bytes.count + part.readableBytes <= most else { throw tooLarge() }
                    guard uploads.take(part.readableBytes) else {
                        throw FormFault(.busy, .busyHelp, status: .serviceUnavailable)
                    }
                    taken.add(part.readableBytes)
                    bytes.append(contentsOf: part.readableBytesView)
                }
                return bytes
            }
        } catch is Deadlines.Passed {
            throw FormFault(.tooSlow, .tooSlowHelp.with("\(UploadLimits.mostMinutes)"), status: .requestTimeout)
        } catch let fault as FormFault {
            throw fault
        } catch {
            throw FormFault(.badRequest, .badRequestHelp, status: .badRequest)
        }
    }

    /// Browsers say from where a form comes; what comes from another site is not read.
    private func checkOrigin(_ request: Request) throws {
        let site = fetchSite.flatMap { request.headers[$0] }
        if let site, site != "same-origin", site != "none" { throw FormFault.foreign }
    }

    /// The photos of a form: those stored before, and the new ones, stored without what cameras write into them.
    /// - Returns: their hashes, durable.
    func storePhotos(_ form: SentForm) async throws -> [String] {
        var hashes = Array(form.fields.all("stored-photo").filter { files.has($0) }.prefix(UploadLimits.mostPhotos))
        let new = form.files.filter { $0.field == "photos" && !$0.bytes.isEmpty }
        guard hashes.count + new.count <= UploadLimits.mostPhotos else {
            throw PhotoFault(.tooManyPhotos.with("\(UploadLimits.mostPhotos)"), stored: hashes)
        }
        var fault: Phrase?
        for file in new {
            if file.bytes.count > UploadLimits.mostPhotoBytes {
                fault = .photoTooLarge.with(file.shownName, "\(UploadLimits.mostPhotoBytes >> 20)")
            } else if let clean = Photo.cleaned(file.bytes) {
                let hash = try await files.put(clean)
                if !hashes.contains(hash) { hashes.append(hash) }
            } else {
                fault = .photoUnreadable.with(file.shownName)
            }
        }
        // The good ones are kept, so that only the bad one has to be chosen again.
        if let fault { throw PhotoFault(fault, stored: hashes) }
        return hashes
    }
}

extension UploadedFile {
    /// The name as it is told back to the sender: its end, not the path that old browsers send.
    var shownName: String { String(name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last?.prefix(60) ?? "?") }
}

/// How much of the budget one form has taken.
private final class Taken: Sendable {
    private let bytes = Mutex(0)
    var count: Int { bytes.withLock { $0 } }
    func add(_ more: Int) { bytes.withLock { $0 += more } }
}

/// A form that is not taken in; becomes a page of its own.
struct FormFault: Error {
    var title: Phrase
    var help: Phrase
    var status: HTTPResponse.Status

    init(_ title: Phrase, _ help: Phrase, status: HTTPResponse.Status) {
        self.title = title
        self.help = help
        self.status = status
    }

    static let foreign = FormFault(.foreignForm, .foreignFormHelp, status: .forbidden)
}

/// A photo that cannot be kept; told in the form from which it came.
struct PhotoFault: Error {
    var phrase: Phrase
    /// What could be kept.
    var stored: [String]

    init(_ phrase: Phrase, stored: [String]) {
        self.phrase = phrase
        self.stored = stored
    }
}

/// A field of a page that cannot be used as it is; told in the form from which it came.
struct FieldFault: Error {
    var phrase: Phrase
}

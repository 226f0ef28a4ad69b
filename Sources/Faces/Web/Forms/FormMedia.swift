internal import Foundation

/// The pictures, sounds and films that lie beside a form.
package struct FormMedia: Sendable {
    /// Where each lies, by its name.
    private let paths: [String: String]

    package static let none = FormMedia(paths: [:])
    package static let mostBytes = 64 << 20

    private static let types = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "svg": "image/svg+xml",
        "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "ogg": "audio/ogg", "mp4": "video/mp4", "webm": "video/webm",
        "3gp": "video/3gpp",
    ]

    private init(paths: [String: String]) { self.paths = paths }

    /// Looks through folders; the first that has a file gives it. Nothing else is ever read.
    package init(folders: [String]) {
        var paths: [String: String] = [:]
        for folder in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where paths[name] == nil {
                guard FormMedia.type(of: name) != nil else { continue }
                paths[name] = folder + "/" + name
            }
        }
        self.paths = paths
    }

    /// `a.jpg` of `jr://images/a.jpg`.
    static func name(of address: String) -> String { String(address.split(separator: "/").last ?? "") }

    private static func type(of name: String) -> String? {
        name.split(separator: ".").last.flatMap { types[$0.lowercased()] }
    }

    /// Where a page finds a file; nil where there is none.
    func address(of name: String) -> String? { paths[name] == nil ? nil : "/media/" + PercentCoding.encode(name) }

    func file(_ name: String) -> (type: String, bytes: [UInt8])? {
        guard let path = paths[name], let type = FormMedia.type(of: name),
            let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int, size <= FormMedia.mostBytes,
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        return (type, Array(data))
    }
}

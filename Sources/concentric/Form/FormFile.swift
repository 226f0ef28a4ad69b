internal import Foundation
internal import Ground
internal import XForms

/// Reading a form with the lists that lie beside it.
enum FormFile {
    static func read(_ path: String) throws(RejectedInput) -> XForm {
        let bytes = try InputFile.read(path)
        let folder = (path as NSString).deletingLastPathComponent
        let form = try XForm(bytes, file: path, attachments: lists(in: folder.isEmpty ? "." : folder, except: path))
        for warning in form.warnings.all { Terminal.note(warning.description) }
        return form
    }

    /// Tables and XML lists in the folder, and in `NAME-media` beside the form as the phone app keeps them.
    private static func lists(in folder: String, except form: String) throws(RejectedInput) -> XForm.Attachments {
        var result: XForm.Attachments = [:]
        let stem = ((form as NSString).lastPathComponent as NSString).deletingPathExtension
        for place in [folder, "\(folder)/\(stem)-media"] {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
                let path = "\(place)/\(name)"
                let isList = name.lowercased().hasSuffix(".csv") || (place != folder && name.lowercased().hasSuffix(".xml"))
                guard isList, size(of: path) <= 64 << 20 else { continue }
                result[name] = try InputFile.read(path)
            }
        }
        return result
    }

    private static func size(of path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? .max
    }

    /// What a device would say of itself; every run starts at the moment it is started.
    static func surroundings(device: String, seed: UInt64?) -> FormSession.Surroundings {
        let names = [
            "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "uri:deviceid", "uri:subscriberid",
            "uri:simserial", "uri:phonenumber", "uri:username", "uri:email",
        ]
        return FormSession.Surroundings(
            now: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), offsetSeconds: TimeZone.current.secondsFromGMT(),
            properties: Dictionary(uniqueKeysWithValues: names.map { ($0, device) }), seed: seed ?? UInt64.random(in: .min ... .max))
    }
}

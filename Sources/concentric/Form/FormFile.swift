internal import Foundation
internal import Ground
internal import XForms

/// Reading a form with the lists that lie beside it.
enum FormFile {
    static func read(_ path: String) throws(RejectedInput) -> XForm {
        let bytes = try InputFile.read(path)
        let form = try XForm(bytes, file: path, attachments: lists(beside: path))
        for warning in form.warnings.all { Terminal.note(warning.description) }
        return form
    }

    /// A form that was just converted, with the lists that lie beside the workbook.
    static func read(_ converted: XLSForm.Conversion, of path: String) throws(RejectedInput) -> XForm {
        var attachments = try lists(beside: path)
        if let itemsets = converted.itemsets { attachments["itemsets.csv"] = Array(itemsets.utf8) }
        return try XForm(Array(converted.xml.utf8), file: path, attachments: attachments)
    }

    /// Where files of a form lie: its own folder, and `NAME-media` in it as the phone app keeps them.
    static func folders(of form: String) -> [String] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: form, isDirectory: &isFolder), isFolder.boolValue { return [form] }
        let folder = (form as NSString).deletingLastPathComponent
        let stem = ((form as NSString).lastPathComponent as NSString).deletingPathExtension
        let own = folder.isEmpty ? "." : folder
        return [own, "\(own)/\(stem)-media"]
    }

    /// Tables and XML lists.
    private static func lists(beside form: String) throws(RejectedInput) -> XForm.Attachments {
        var result: XForm.Attachments = [:]
        let folders = folders(of: form)
        for place in folders {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? [] {
                let path = "\(place)/\(name)"
                let isList = name.lowercased().hasSuffix(".csv") || (place != folders.first && name.lowercased().hasSuffix(".xml"))
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

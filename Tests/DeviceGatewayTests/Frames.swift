import DeviceGateway
import Foundation
import Ground
import TestSupport
import Trajectories

/// Frames of trackers with the values that an independent reader found in them.
struct ReferenceFrame {
    var hex: String
    var decoded: [String: Any]

    var isConformant: Bool { decoded["conformant"] as? Bool ?? false }

    static func load(_ name: String, hex key: String) throws -> [ReferenceFrame] {
        let data = try Data(contentsOf: URL(fileURLWithPath: Reference.path("devices/\(name).json")))
        let list = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
        return list.map { ReferenceFrame(hex: $0[key] as? String ?? "", decoded: $0["decoded"] as? [String: Any] ?? [:]) }
    }
}

/// Our values and theirs as the same kind of thing: what JSON makes of them.
func plain(_ value: JSONValue) throws -> NSDictionary {
    try JSONSerialization.jsonObject(with: Data(value.line.utf8)) as? NSDictionary ?? [:]
}

/// Where two JSON values differ, in words.
func difference(_ ours: Any?, _ theirs: Any?, at path: String = "") -> [String] {
    if ours == nil, theirs == nil { return [] }
    if let ours = ours as? [String: Any], let theirs = theirs as? [String: Any] {
        return Set(ours.keys).union(theirs.keys).sorted().flatMap { difference(ours[$0], theirs[$0], at: path + "." + $0) }
    }
    if let ours = ours as? [Any], let theirs = theirs as? [Any], ours.count == theirs.count {
        return ours.indices.flatMap { difference(ours[$0], theirs[$0], at: path + "[\($0)]") }
    }
    if let ours = ours as? NSObject, let theirs = theirs as? NSObject, ours.isEqual(theirs) { return [] }
    return ["\(path): \(ours ?? "nothing") instead of \(theirs ?? "nothing")"]
}

func inspect(_ hex: String, as language: FrameInspection.Language) -> [FrameInspection.Finding] {
    FrameInspection.read(Hexadecimal.bytes(hex) ?? [], as: language)
}

import DeviceGateway
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Reference.isPresent)) struct JT808ReferenceTests {
    let frames: [ReferenceFrame]

    init() throws { frames = try ReferenceFrame.load("jt808", hex: "wire_hex") }

    @Test func everyConformantFrameSaysWhatTheIndependentReaderFound() throws {
        let good = frames.filter(\.isConformant)
        #expect(good.count == 47)
        for frame in good {
            let findings = inspect(frame.hex, as: .jt808)
            #expect(findings.count == 1 && findings[0].refusal == nil, "\(frame.hex): \(findings)")
            let record = try #require(findings.first?.record)
            #expect(difference(try plain(record), frame.decoded) == [], "\(frame.hex)")
        }
    }

    /// What is stated of the frames that a strict server refuses is the reason that we give.
    @Test func everyOtherFrameIsRefusedForItsReason() throws {
        let bad = frames.filter { !$0.isConformant }
        #expect(bad.count == 9)
        for frame in bad {
            let finding = try #require(inspect(frame.hex, as: .jt808).first)
            let record = try plain(try #require(finding.record))
            for name in [
                "msg_id", "msg", "attributes", "body_length", "encryption", "subpackage", "checksum", "checksum_valid", "body_length_matches",
                "phone_bcd", "serial",
            ] {
                #expect(difference(record[name], frame.decoded[name], at: name) == [], "\(frame.hex)")
            }
            #expect(record["conformant"] as? Bool == false)
            let cause = try #require(finding.refusal?.cause)
            switch cause {
            case .checksum: #expect(frame.decoded["checksum_valid"] as? Bool == false)
            case .length: #expect(frame.decoded["body_length_matches"] as? Bool == false)
            case .unsupported(let message):
                #expect(message == frame.decoded["msg_id"] as? String)
                #expect(["0x6006", "0x2070", "0x1300", "0x0210"].contains(message))
            default: Issue.record("\(frame.hex): \(cause)")
            }
        }
    }

    /// The stream is cut anywhere, the frames are the same.
    @Test func allFramesInOneStream() {
        let wire = frames.filter(\.isConformant).map(\.hex).joined()
        let findings = inspect(wire, as: .jt808)
        #expect(findings.count == 47)
        #expect(findings.allSatisfy { $0.refusal == nil })
    }
}

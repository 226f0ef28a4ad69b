import DeviceGateway
import Foundation
import TestSupport
import Testing
import Trajectories

@Suite(.enabled(if: Reference.isPresent)) struct GT06ReferenceTests {
    let frames: [ReferenceFrame]

    init() throws { frames = try ReferenceFrame.load("gt06", hex: "hex") }

    @Test func everyConformantFrameSaysWhatTheIndependentReaderFound() throws {
        let good = frames.filter(\.isConformant)
        #expect(good.count == 20)
        for frame in good {
            let findings = inspect(frame.hex, as: .gt06)
            #expect(findings.count == 1 && findings[0].refusal == nil, "\(frame.hex): \(findings)")
            let record = try #require(findings.first?.record)
            #expect(difference(try plain(record), frame.decoded) == [], "\(frame.hex)")
        }
    }

    @Test func everyOtherFrameIsRefusedForItsReason() throws {
        let bad = frames.filter { !$0.isConformant }
        #expect(bad.count == 73)
        for frame in bad {
            let findings = inspect(frame.hex, as: .gt06)
            #expect(!findings.isEmpty && findings.allSatisfy { $0.refusal != nil }, "\(frame.hex)")
            let finding = try #require(findings.first)
            let cause = try #require(finding.refusal?.cause)
            check(cause, of: frame, findings: findings.count)
            guard findings.count == 1, let record = try finding.record.map(plain) else { continue }
            for name in ["start", "length", "protocol", "msg", "crc", "crc_valid", "serial", "content_len", "imei", "expected_ack"] {
                #expect(difference(record[name], frame.decoded[name], at: name) == [], "\(frame.hex)")
            }
        }
    }

    private func check(_ cause: Refusal.Cause, of frame: ReferenceFrame, findings: Int) {
        let said = frame.decoded
        switch cause {
        case .checksum: #expect(said["crc_valid"] as? Bool == false, "\(frame.hex)")
        case .vendorLayout: #expect(said["vendor_variant"] as? Bool == true, "\(frame.hex)")
        case .incomplete: #expect(said["length_matches"] as? Bool == false, "\(frame.hex)")
        case .length(let stated, _):
            // A stated length of one byte is less than a frame can have; the independent reader made a wrong checksum of it.
            #expect(said["length_matches"] as? Bool == false || (stated == 1 && said["crc_valid"] as? Bool == false), "\(frame.hex)")
        case .unsupported(let number):
            #expect(said["protocol"] as? String == number, "\(frame.hex)")
            // One text holds three whole frames, which the independent reader took for one of a wrong length.
            #expect(said["crc_valid"] as? Bool == true || findings == 3, "\(frame.hex)")
        default: Issue.record("\(frame.hex): \(cause)")
        }
    }

    @Test func allFramesInOneStream() {
        let wire = frames.filter(\.isConformant).map(\.hex).joined()
        let findings = inspect(wire, as: .gt06)
        #expect(findings.count == 20)
        #expect(findings.allSatisfy { $0.refusal == nil })
    }

    /// A frame of the platform from the manual: the command "Relay,1#".
    @Test func aCommandOfThePlatform() {
        let content: [UInt8] = [0x0C, 0, 0, 0, 0] + Array("Relay,1#".utf8)
        #expect(Hexadecimal.text(GT06Writer.frame(0x80, content: content, serial: 0)) == "787812800c0000000052656c61792c312300009dee0d0a")
    }
}

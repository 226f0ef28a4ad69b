internal import ArgumentParser
internal import DeviceGateway
internal import Ground
internal import Trajectories

/// `concentric device decode`: what frames of a tracker say.
struct DeviceDecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Read frames of a tracker and print one JSON object a frame.",
        discussion: """
            HEX holds bytes as they are on the wire, one frame or several; - reads them from standard input.
            A frame that is refused is named on standard error with the reason, and the command ends with 2.
              concentric device decode --protocol gt06 78780d01012345678901234500018cdd0d0a
            """)

    @Option(name: .customLong("protocol"), help: "jt808 or gt06.")
    var language: FrameInspection.Language

    @Flag(help: "Print what can be read of refused frames as well, with conformant false and the reason as note.")
    var refused = false

    @Argument(help: "Hexadecimal digits; blanks between them are allowed.")
    var hex: [String]

    func run() throws {
        guard let bytes = Hexadecimal.bytes(text.filter { !$0.isWhitespace }) else {
            Terminal.note("HEX: error: an even number of hexadecimal digits was expected")
            throw ExitCode(2)
        }
        let findings = FrameInspection.read(bytes, as: language)
        for (index, finding) in findings.enumerated() {
            if let record = finding.record, refused || finding.refusal == nil { print(record.line) }
            if let refusal = finding.refusal { Terminal.note("frame \(index + 1): refused: \(refusal)") }
        }
        if findings.isEmpty { Terminal.note("HEX: error: no frame in \(bytes.count) bytes") }
        guard !findings.isEmpty, findings.allSatisfy({ $0.refusal == nil }) else { throw ExitCode(2) }
    }

    private var text: String {
        guard hex == ["-"] else { return hex.joined() }
        var lines = ""
        while let line = readLine(strippingNewline: true) { lines += line }
        return lines
    }
}

extension FrameInspection.Language: ExpressibleByArgument {}

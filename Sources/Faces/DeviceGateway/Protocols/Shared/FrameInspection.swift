package import Ground

/// Reads frames for people: one record a frame in the names of the reference data, or why it is refused.
package enum FrameInspection {
    package enum Language: String, CaseIterable, Sendable {
        case jt808, gt06
    }

    package struct Finding: Sendable {
        /// Nil where not even a header could be read.
        package var record: JSONValue?
        package var refusal: Refusal?
    }

    /// Everything that a stream of these bytes holds. Bytes as they are on the wire; the escapes of JT/T 808 included.
    package static func read(_ bytes: [UInt8], as language: Language) -> [Finding] {
        switch language {
        case .jt808: readJT808(bytes)
        case .gt06: readGT06(bytes)
        }
    }

    private static func readJT808(_ bytes: [UInt8]) -> [Finding] {
        var deframer = JT808Deframer()
        var findings = bytes.compactMap { byte in deframer.push(byte).map { finding($0, JT808Record.read) } }
        if let refusal = deframer.finish() { findings.append(Finding(refusal: refusal)) }
        return findings
    }

    private static func readGT06(_ bytes: [UInt8]) -> [Finding] {
        var deframer = GT06Deframer()
        var findings = bytes.compactMap { byte in deframer.push(byte).map { finding($0, GT06Record.read) } }
        if let refusal = deframer.finish() { findings.append(Finding(refusal: refusal)) }
        return findings
    }

    private static func finding(
        _ result: Result<[UInt8], Refusal>, _ record: ([UInt8]) -> (record: JSONValue?, refusal: Refusal?)
    ) -> Finding {
        switch result {
        case .success(let frame):
            let (record, refusal) = record(frame)
            return Finding(record: record, refusal: refusal)
        case .failure(let refusal): return Finding(refusal: refusal)
        }
    }
}

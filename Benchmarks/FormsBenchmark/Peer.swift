import Foundation

/// The reference converter, where the tests have installed it.
enum Peer {
    private static let python = ".build/pyxform-4.5.0/bin/python3"

    /// CPU seconds of one conversion by pyxform 4.5.0 (warm, in memory), the median of five; nil where it is not there.
    static func conversion(of workbook: [UInt8]) throws -> Double? {
        guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("large-\(UUID().uuidString).xlsx")
        try Data(workbook).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let script = """
            import sys, time
            from pyxform.xls2xform import convert
            convert(xlsform=sys.argv[1])
            taken = []
            for _ in range(5):
                start = time.process_time()
                convert(xlsform=sys.argv[1])
                taken.append(time.process_time() - start)
            print(sorted(taken)[2])
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script, path.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

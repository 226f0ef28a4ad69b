import Foundation
import Ground
import Testing

@Suite("Writing whole files")
struct OutputFileTests {
    @Test("What is written can be read; a second writing takes its place; nothing is left beside") func replaces() throws {
        let folder = NSTemporaryDirectory() + "/output-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/page.html"
        try OutputFile.write("first", to: path)
        try OutputFile.write(Array("二".utf8), to: path)
        #expect(try InputFile.text(path) == "二")
        try OutputFile.write([], to: path)
        #expect(try InputFile.read(path).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["page.html"])
        #expect(throws: RejectedInput.self) { try OutputFile.write("x", to: folder) }
    }

    @Test("A folder that is not there is named in the error") func refuses() {
        do {
            try OutputFile.write("x", to: "/nowhere/at/all.html")
            Issue.record("a file was written into a folder that does not exist")
        } catch {
            #expect(error.description.contains("/nowhere/at/all.html: error: cannot be written: No such file"))
        }
    }

    @Test("What is no ordinary file is written straight") func device() throws {
        try OutputFile.write("gone", to: "/dev/null")
        #expect(try InputFile.read("/dev/null").isEmpty)
    }
}

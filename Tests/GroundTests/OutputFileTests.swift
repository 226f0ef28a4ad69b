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

    /// A link stays a link: what it leads to is written.
    @Test func aLinkStays() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/output-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try OutputFile.write("first", to: folder + "/real")
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/real")
        try OutputFile.write("second", to: folder + "/link")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == folder + "/real")
        #expect(FileManager.default.contents(atPath: folder + "/real") == Data("second".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["link", "real"])
    }

    /// What is open already is written on: nothing takes the place of its name, and nothing that stood there is lost.
    @Test func anOpenFileIsWrittenOn() throws {
        let path = FileManager.default.temporaryDirectory.path + "/output-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try OutputFile.write("first ", to: path)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
        try OutputFile.write("second", to: "/dev/fd/\(handle.fileDescriptor)")
        try OutputFile.write(" third", to: "/proc/self/fd/\(handle.fileDescriptor)")
        try handle.close()
        #expect(FileManager.default.contents(atPath: path) == Data("first second third".utf8))
        #expect(throws: RejectedInput.self) { try OutputFile.write("x", to: "/dev/fd/99999") }
    }

    @Test("A draft that is given up leaves what stood there, and nothing beside it") func draft() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/output-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/runs.csv"
        try OutputFile.write("before", to: path)
        do {
            let draft = try OutputDraft(path)
            draft.add("half")
            #expect(try InputFile.text(path) == "before")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["runs.csv"])
        let draft = try OutputDraft(path)
        draft.add("first,")
        draft.add([])
        draft.add("second")
        try draft.close()
        try draft.close()
        #expect(try InputFile.text(path) == "first,second")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["runs.csv"])
    }
}

import Foundation
import Ground
import TestSupport
import Testing

/// `concentric form preview` as people start it.
final class PreviewProcess: Sendable {
    let address: String
    private let process: Process

    static let program: String? = {
        guard let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
        let path = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("concentric").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    struct DidNotStart: Error {}

    /// Starts it and waits until it says where it is.
    init(_ words: [String]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(PreviewProcess.program))
        process.arguments = ["form", "preview"] + words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var said = ""
        while !said.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw DidNotStart() }
            said += String(decoding: data, as: UTF8.self)
        }
        address = String(said.prefix { $0 != "\n" })
    }

    var port: Int { URL(string: address)?.port ?? 0 }

    /// Presses Control-C.
    /// - Returns: the exit code; negative for a signal.
    func end() -> Int32 {
        process.interrupt()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// What the command says and how it ends when it cannot start.
    static func refusal(_ words: [String]) throws -> (code: Int32, errors: String) {
        let answer = try Program.run(["form", "preview"] + words, in: FileManager.default.currentDirectoryPath)
        return (answer.code, answer.errors)
    }
}

@Suite(.enabled(if: PreviewProcess.program != nil)) struct FormPreviewCommandTests {
    @Test(.enabled(if: Reference.isPresent)) func `A form with faults is told by its cells and not shown`() throws {
        let (code, errors) = try PreviewProcess.refusal([Reference.path("forms/rejected/liberia_village.xlsx"), "--port", "0"])
        #expect(code == 2 && errors.contains("liberia_village.xlsx") && errors.contains("row"), "\(errors)")
        let missing = try PreviewProcess.refusal(["/no/such/form.xml"])
        #expect(missing.code == 2 && missing.errors.contains("form.xml"), "\(missing.errors)")
        #expect(try PreviewProcess.refusal([Reference.path("forms/xform/or_other.xml"), "--port", "70000"]).code == 2)
    }

    @Test(.enabled(if: Reference.isPresent)) func `A port that is taken is told; Control-C ends the preview`() throws {
        let preview = try PreviewProcess([Reference.path("forms/xlsx/or_other.xlsx"), "--port", "0"])
        #expect(preview.port > 0)
        let (code, errors) = try PreviewProcess.refusal([Reference.path("forms/xform/or_other.xml"), "--port", "\(preview.port)"])
        #expect(code == 1 && errors.contains("port \(preview.port) is taken"), "\(errors)")
        #expect(preview.end() == 0)
    }
}

@Suite(
    .enabled(if: TestSupport.Browser.isExpected, "skipped: needs chromium, python3-venv and the package index"),
    .enabled(if: PreviewProcess.program != nil))
struct FormBrowserTests {
    @Test(.enabled(if: Reference.isPresent)) func `A site assessment is filled with a thumb`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("drafts-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let preview = try PreviewProcess([Reference.path("forms/xform/ifrc_site_assessment.xml"), "--port", "0", "--drafts", folder])
        defer { _ = preview.end() }
        let found = try await TestSupport.Browser.run(script: "form_preview.py", arguments: [preview.address])
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
        // What was filled is kept as the engine's documents.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".xml") }.count == 2)
    }

    @Test(.enabled(if: Reference.isPresent)) func `Every widget is large enough, in every language`() async throws {
        let preview = try PreviewProcess([Reference.path("forms/collect-samples/all-widgets.xml"), "--port", "0"])
        defer { _ = preview.end() }
        let found = try await TestSupport.Browser.run(script: "form_widgets.py", arguments: [preview.address])
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `Chinese, Arabic and long words stay in their place`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("form-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try OutputFile.write(Self.manyLanguages, to: folder + "/form.xml")
        let preview = try PreviewProcess([folder + "/form.xml", "--port", "0"])
        defer { _ = preview.end() }
        let found = try await TestSupport.Browser.run(script: "form_widgets.py", arguments: [preview.address])
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    private static func translation(_ language: String, _ words: [(String, String)]) -> String {
        let texts = words.map { "<text id=\"\($0.0)\"><value>\($0.1)</value><value form=\"guidance\">\($0.1)</value></text>" }.joined()
        return "<translation lang=\"\(language)\">\(texts)</translation>"
    }

    private static let manyLanguages = """
        <?xml version="1.0"?>
        <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><h:title>院落调查 مسح الأسر</h:title><model><itext>
        \(translation("中文 (zh)", [("g", "住户"), ("name", "户主姓名（与身份证一致）"), ("fuel", "做饭用什么燃料？可多选"), ("order", "请按重要性排序"), ("how", "满意程度"), ("far", "离最近的水源有多远")]))
        \(translation("العربية (ar)", [("g", "الأسرة"), ("name", "اسم رب الأسرة"), ("fuel", "ما الوقود المستخدم؟"), ("order", "رتب حسب الأهمية"), ("how", "الرضا"), ("far", "المسافة إلى الماء")]))
        \(translation("German (de)", [("g", "Haushalt"), ("name", String(repeating: "Donaudampfschifffahrtsgesellschaft", count: 3)), ("fuel", "Brennstoff"), ("order", "Reihenfolge"), ("how", "Zufriedenheit"), ("far", "Entfernung")]))
        </itext><instance><data id="many"><hh><name/><fuel/><order/><how/><far/><where/></hh></data></instance>
        <bind nodeset="/data/hh/name" type="string" required="true()"/><bind nodeset="/data/hh/far" type="int"/>
        <bind nodeset="/data/hh/where" type="geopoint"/></model></h:head><h:body>
        <group ref="/data/hh"><label ref="jr:itext('g')"/><repeat nodeset="/data/hh">
        <input ref="/data/hh/name"><label ref="jr:itext('name')"/><hint ref="jr:itext('name')"/></input>
        <select ref="/data/hh/fuel"><label ref="jr:itext('fuel')"/>\(items)</select>
        <rank ref="/data/hh/order"><label ref="jr:itext('order')"/>\(items)</rank>
        <select1 ref="/data/hh/how" appearance="likert"><label ref="jr:itext('how')"/>\(items)</select1>
        <range ref="/data/hh/far" start="0" end="10" step="1"><label ref="jr:itext('far')"/></range>
        <input ref="/data/hh/where"><label ref="jr:itext('g')"/></input></repeat></group></h:body></h:html>
        """

    private static let items = ["name", "fuel", "order", "how", "far"].map { name in
        "<item><label ref=\"jr:itext('\(name)')\"/><value>\(name)</value></item>"
    }.joined()
}

import Documents
import Foundation
import Ground
import TestSupport
import Testing
import XForms

/// The reference converter and its validator, in an environment of their own beside the build's other products.
enum XLSFormTools {
    /// Every package with the hash of its file; nothing else is installed.
    private static let requirements = """
        pyxform==4.5.0 --hash=sha256:f6bc546d6b53c54a2b505f50850aaa45e7e306eb37d9c5141745eae17bfe9a94
        defusedxml==0.7.1 --hash=sha256:a352e7e428770286cc899e2542b6cdaedb2b4953ff269a210103ec58f6198a61
        et_xmlfile==2.0.0 --hash=sha256:7a91720bc756843502c3b7504c77b8fe44217c85c537d85037f0f536151b2caa
        lark==1.3.1 --hash=sha256:c629b661023a014c37da873b4ff58a817398d12635d3bbb2c5a03be7fe5d1e12
        openpyxl==3.1.5 --hash=sha256:5282c12b107bffeef825f4617dc029afaf41d0ea60823bbb665ef3079dc79de2
        xlrd==2.0.1 --hash=sha256:6a33ee89877bd9abc1158129f6e94be74e2679636b8a205b43b85206c3f0bbdd
        """

    /// The folder of the converter; nil when it cannot be installed here (no Python, no package index).
    static let converter: String? = {
        let folder = FileManager.default.currentDirectoryPath + "/.build/pyxform-4.5.0"
        if FileManager.default.fileExists(atPath: folder + "/bin/xls2xform") { return folder }
        let list = FileManager.default.temporaryDirectory.appendingPathComponent("pyxform-\(UUID().uuidString).txt").path
        guard (try? requirements.write(toFile: list, atomically: true, encoding: .utf8)) != nil else { return nil }
        defer { try? FileManager.default.removeItem(atPath: list) }
        guard run("python3", ["-m", "venv", folder]).status == 0 else { return nil }
        let install = run(
            folder + "/bin/python", ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-r", list])
        return install.status == 0 ? folder : nil
    }()

    /// ODK Validate, which the converter brings along; nil without it or without Java.
    static let validator: String? = {
        guard let converter, run("java", ["-version"]).status == 0 else { return nil }
        let found = run("find", [converter, "-name", "ODK_Validate.jar"]).output.split(separator: "\n").first
        return found.map(String.init)
    }()

    static func run(_ program: String, _ arguments: [String]) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return (-1, "") }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// A folder for one test, taken away after it.
    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("forms-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// What ODK Validate says about a form; empty when it accepts it.
    static func complaints(of validator: String, about xml: String) throws -> String {
        try inFolder { folder in
            try xml.write(toFile: folder + "/form.xml", atomically: true, encoding: .utf8)
            let (status, output) = run("java", ["-jar", validator, folder + "/form.xml"])
            return status == 0 ? "" : output
        }
    }
}

@Suite(.enabled(if: XLSFormTools.converter != nil, "skipped: the reference converter needs python3 and the package index"))
struct XLSFormConverterTests {
    @Test(arguments: XLSFormExamples.all) func `An example says what the reference converter makes of it`(example: XLSFormExamples.Example) throws {
        let converter = try #require(XLSFormTools.converter)
        let reference = try XLSFormTools.inFolder { folder in
            try Data(example.workbook.xlsx()).write(to: URL(fileURLWithPath: folder + "/form.xlsx"))
            let (_, output) = XLSFormTools.run(converter + "/bin/xls2xform", ["--skip_validate", folder + "/form.xlsx", folder + "/form.xml"])
            #expect(FileManager.default.fileExists(atPath: folder + "/form.xml"), "\(output)")
            return try InputFile.read(folder + "/form.xml")
        }
        let ours = try XLSForm.convert(XLSBook(example.workbook, file: "form.xlsx")).xml
        let differences = XLSFormMeaning.differences(try XLSFormMeaning(reference), try XLSFormMeaning(Array(ours.utf8)))
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
    }
}

@Suite(.enabled(if: XLSFormTools.validator != nil, "skipped: ODK Validate needs java, python3 and the package index"))
struct XLSFormValidatorTests {
    @Test(arguments: XLSFormExamples.all) func `ODK Validate accepts what we make of an example`(example: XLSFormExamples.Example) throws {
        let validator = try #require(XLSFormTools.validator)
        let xml = try XLSForm.convert(XLSBook(example.workbook, file: "form.xlsx")).xml
        let complaints = try XLSFormTools.complaints(of: validator, about: xml)
        #expect(complaints.isEmpty, "\(complaints)")
    }

    @Test(.enabled(if: Reference.isPresent), arguments: XLSFormReferenceTests.forms)
    func `ODK Validate accepts what we make of other people's forms`(name: String) throws {
        let validator = try #require(XLSFormTools.validator)
        let complaints = try XLSFormTools.complaints(of: validator, about: try XLSFormReferenceTests.converted(name).xml)
        #expect(complaints.isEmpty, "\(complaints)")
    }
}

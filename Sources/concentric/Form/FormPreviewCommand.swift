internal import ArgumentParser
internal import Foundation
internal import Ground
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Web
internal import XForms

/// Shows a form as a web page, on this computer.
struct FormPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Fill a form in a browser, on a page of this computer.",
        discussion: """
            The form is an XLSForm (.xlsx, or a folder with survey.csv and its fellows), converted first, or an XForm (.xml). Pictures and
            lists are taken from beside it, and from NAME-media. The page's address goes to standard output; Control-C ends the preview.
            Drafts are kept as long as it runs, with --drafts as XML documents in a folder. Faults of the form: exit code 2.
            """)

    @Argument(help: ArgumentHelp("The form.", valueName: "file"))
    var file: String

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8081

    @Option(help: ArgumentHelp("Where drafts are kept.", valueName: "folder"))
    var drafts: String?

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port: a port is a number from 0 to 65535") }
    }

    func run() async throws {
        let form = try read()
        let shelf = try shelf()
        let names = FormFile.surroundings(device: "concentric-preview", seed: 0).properties
        let desk = FormDrafts(form, shelf: shelf) {
            FormSession.Surroundings(
                now: Self.now(), offsetSeconds: TimeZone.current.secondsFromGMT(), properties: names, seed: UInt64.random(in: .min ... .max))
        }
        let preview = FormPreview(form, drafts: desk, media: FormMedia(folders: FormFile.folders(of: file)), now: { Self.now() })
        var logger = Logger(label: "concentric")
        logger.logLevel = .error
        let server = Hummingbird.Application(
            router: preview.router(), configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "concentric"),
            onServerRunning: { channel in
                // Written at once: whoever reads it may be a program that waits for it.
                FileHandle.standardOutput.write(Data("http://127.0.0.1:\(channel.localAddress?.port ?? port)/\n".utf8))
            }, logger: logger)
        do {
            try await server.runService()
        } catch let error as IOError where error.errnoCode == EADDRINUSE || error.errnoCode == EACCES {
            let reason = error.errnoCode == EADDRINUSE ? "is taken by another program" : "may not be used"
            Terminal.note("port \(port) \(reason): choose another with --port, or 0 for a free one")
            throw ExitCode(1)
        }
    }

    private static func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    private func read() throws -> XForm {
        var form: XForm?
        try FormBook.reported {
            guard !file.lowercased().hasSuffix(".xml") else {
                form = try FormFile.read(file)
                return
            }
            let converted = try XLSForm.convert(try FormBook.read(file))
            FormBook.report(converted.findings)
            form = try FormFile.read(converted, of: file)
        }
        guard let form else { throw ExitCode(2) }
        return form
    }

    /// A folder for drafts, made where it lacks.
    private func shelf() throws -> FormDrafts.Shelf {
        guard let drafts else { return .none }
        do {
            try FileManager.default.createDirectory(atPath: drafts, withIntermediateDirectories: true)
        } catch {
            Terminal.note("\(drafts): drafts cannot be kept there: \(error.localizedDescription)")
            throw ExitCode(2)
        }
        return FormDrafts.Shelf(
            read: { try? InputFile.read("\(drafts)/\($0).xml", limit: 16 << 20) }, write: { try OutputFile.write($1, to: "\(drafts)/\($0).xml") })
    }
}

internal import Foundation
internal import CLibPQ
internal import Synchronization

/// A PostgreSQL of the tests' own: started when the first test asks for it, in a scratch folder, reachable through a socket
/// in that folder only, and gone with the test process however that ends.
///
/// A shell watches over it: it waits for the end of its input, which comes when the test process exits or is killed, then
/// stops the server and removes the folder.
package actor PostgresServer {
    package static let shared = PostgresServer()

    /// Why there is no server. A test that needs one fails with it; none is skipped.
    package struct Unavailable: Error, CustomStringConvertible {
        package var description: String
    }

    private let root: String
    private var start: Task<String, any Error>?
    private var watchdog: (process: Process, input: Pipe)?
    private var templates: [String: Task<String, any Error>] = [:]
    private var count = 0

    /// - Parameter root: where the server keeps its data, with a slash at the end.
    package init(root: String = Scratch.root) { self.root = root }

    /// The CPU time that the server and its children have used so far, in seconds.
    package func cpuSeconds() async throws -> Double {
        let folder = try await running()
        let file = try String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
        let postmaster = file.prefix { $0 != "\n" }
        var ticks = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil {
            guard let line = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = line.lastIndex(of: ")")
            else { continue }
            // After the name in brackets: state, parent, … and from the 12th on user, system and dead children's time.
            let fields = line[end...].dropFirst(2).split(separator: " ")
            guard fields.count > 14, name == postmaster || fields[1] == postmaster else { continue }
            ticks += fields[11...14].compactMap { Int($0) }.reduce(0, +)
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The address of a database on the server.
    package func url(of database: String) async throws -> String {
        let folder = try await running()
        return "postgres:///\(database)?host=\(folder)&user=postgres"
    }

    /// A fresh database, made from a template that has been prepared once for each `name`.
    /// - Parameter prepare: fills the template, given its address; all its connections must be closed when it returns.
    package func database(
        template name: String, prepare: @escaping @Sendable (String) async throws -> Void
    ) async throws -> (name: String, url: String) {
        let template = try await self.template(name, prepare: prepare)
        count += 1
        let database = "test_\(count)"
        try await command("create database \(database) template \(template)")
        return (database, try await url(of: database))
    }

    package func drop(_ database: String) async throws {
        try await command("drop database if exists \(database) with (force)")
    }

    /// Runs a command outside of any transaction, on the server's own database.
    package func command(_ text: String) async throws {
        let folder = try await running()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Self.commands.async { continuation.resume(with: Result { try Self.run(text, in: folder) }) }
        }
    }

    // MARK: Inside

    /// One after another: a template cannot be copied twice at the same time.
    private static let commands = DispatchQueue(label: "postgres-commands")

    private static func run(_ text: String, in folder: String) throws {
        let handle = PQconnectdb("host=\(folder) user=postgres dbname=postgres")
        defer { PQfinish(handle) }
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw Unavailable(description: String(cString: PQerrorMessage(handle)))
        }
    }

    private func template(
        _ name: String, prepare: @escaping @Sendable (String) async throws -> Void
    ) async throws -> String {
        if let task = templates[name] { return try await task.value }
        let database = "template_\(templates.count + 1)"
        let task = Task {
            try await command("create database \(database)")
            try await prepare(try await url(of: database))
            return database
        }
        templates[name] = task
        return try await task.value
    }

    private func running() async throws -> String {
        if let start { return try await start.value }
        let task = Task { try await launch() }
        start = task
        return try await task.value
    }

    private func launch() async throws -> String {
        let programs = try Self.programs()
        let folder = root + "concentric-pg-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        process.arguments = ["/bin/sh", "-c", Self.script, "watchdog", programs, folder]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        watchdog = (process, input)
        let answer = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Self.firstAnswer(of: output.fileHandleForReading))
            }
        }
        guard answer.hasSuffix("ready\n") else {
            throw Unavailable(description: "PostgreSQL for the tests did not start: \(answer)")
        }
        return folder
    }

    private static func firstAnswer(of handle: FileHandle) -> String {
        var text = ""
        while !text.hasSuffix("ready\n") {
            let data = handle.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        return text
    }

    /// The folder of the server's programs: `PG_BIN`, or the newest that Debian has installed.
    private static func programs() throws -> String {
        var candidates: [String] = []
        if let given = ProcessInfo.processInfo.environment["PG_BIN"] { candidates.append(given) }
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        candidates += versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(root)/\($0)/bin" }
        for folder in candidates where FileManager.default.isExecutableFile(atPath: folder + "/initdb") { return folder }
        throw Unavailable(
            description: """
                the tests need the programs of a PostgreSQL server (Debian: apt-get install postgresql-15), or PG_BIN with \
                the folder in which they are
                """)
    }

    private static let script = """
        set -u
        trap '' INT TERM HUP
        programs=$1; folder=$2
        as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
        mkdir -m 700 "$folder" || exit 1
        if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; fi
        cd "$folder" || exit 1
        if as "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >log 2>&1; then
            as "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=300 \\
                -c shared_buffers=64MB >>log 2>&1 </dev/null &
            tries=0
            until as "$programs/pg_isready" -q -h "$folder" || [ $tries -gt 300 ]; do
                tries=$((tries + 1)); sleep 0.1
            done
            if as "$programs/pg_isready" -q -h "$folder"; then echo ready; else cat log; exec >&- 2>&-; fi
            cat >/dev/null
            kill -QUIT "$(head -n 1 data/postmaster.pid)" 2>/dev/null
            wait
        else
            cat log
        fi
        cd /; rm -rf "$folder"
        """
}

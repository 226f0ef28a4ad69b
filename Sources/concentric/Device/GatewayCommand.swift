internal import ArgumentParser
internal import DeviceGateway
internal import Dispatch
internal import Foundation
internal import Ground
internal import NIOCore
internal import NIOPosix
internal import Trajectories

/// `concentric gateway`: takes what trackers send and seals it to their owners.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Take the points of trackers and seal them to their owners.",
        discussion: """
            Listens on the ports that are given; 0 asks the system for a free one. Each port is named on standard output once it is open.
            A tracker hears that a point arrived when the point is on the disk in sealed form.
              concentric gateway --tracks data/tracks --devices devices.csv --jt808 7611 --gt06 5023 --osmand 5055 --mqtt 127.0.0.1:1883

            Days older than --keep (30) are destroyed with their keys, at the start and then each hour; nobody has them back. Before anything \
            goes the gateway says on standard error how long it keeps days and which of those in the folder are to go, and afterwards "dropped" \
            and the day on standard output.
            """)

    @Option(help: "The folder of the sealed tracks.")
    var tracks: String

    @Option(help: "CSV with the columns device and owner (the public keys, 128 hexadecimal digits): devices to register.")
    var devices: String?

    @Option(help: "Days that are kept, today among them; older ones are DESTROYED with their keys, at the start and then each hour.")
    var keep = 30

    @Option(help: "K/N: of N gateways that share the devices by name, this is number K; it takes its own devices only.")
    var part: String?

    @Option(help: "The address to listen on.")
    var host = "0.0.0.0"

    @Option(help: "Port for JT/T 808.")
    var jt808: Int?

    @Option(help: "Port for GT06.")
    var gt06: Int?

    @Option(help: "Port for OsmAnd over HTTP.")
    var osmand: Int?

    @Option(help: "Address of an MQTT broker for OwnTracks, HOST:PORT.")
    var mqtt: String?

    @Option(help: "Name at the broker; the password is read from MQTT_PASSWORD.")
    var mqttUser: String?

    func run() async throws {
        let isTaken = try taken()
        MemoryCare.take()
        OpenFiles.raise()
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
        let store = try await open(clock, isTaken)
        announce(store)
        let retention = retain(store)
        let tracks = SealedTracks(store: store, secret: try secret(), now: clock)
        let group = MultiThreadedEventLoopGroup.singleton
        let rules = SessionRules(directory: tracks)
        let server = DeviceServer(group: group, rules: rules, sink: tracks, now: { Instant(milliseconds: clock()) })
        let faces: [(DeviceServer.Face, Int?)] = [(.jt808, jt808), (.gt06, gt06), (.osmand, osmand)]
        for (face, port) in faces {
            guard let port else { continue }
            let open = try await server.listen(face, host: host, port: port)
            say("\(face.rawValue) \(open)")
        }
        let subscription = try subscribe(group, rules, tracks, clock)
        say("ready")
        await Interrupt.wait()
        subscription?.cancel()
        retention.cancel()
        await server.close()
        try await store.close()
        let seen = rules.counters.now
        Terminal.note("\(seen.points) points taken, \(seen.unknownDevices) calls of unknown devices, \(seen.damagedFrames) damaged frames")
    }

    /// Opens the store, tells what it found, and registers what is not registered yet.
    private func open(
        _ clock: @escaping @Sendable () -> Int64, _ isTaken: @Sendable (DeviceID) -> Bool
    ) async throws -> SegmentStore {
        do {
            let store = try SegmentStore(tracks, now: clock)
            for finding in store.findings { Terminal.note(finding.description) }
            guard let devices else { return store }
            let bytes = try InputFile.read(devices)
            let listed = try DeviceList.read(bytes, file: devices)
            try store.register(listed.filter { isTaken($0.0) && !store.isRegistered($0.0) })
            return store
        } catch let rejected as RejectedInput {
            Terminal.note(rejected.description)
            throw ExitCode(2)
        } catch {
            Terminal.note("\(tracks): error: \(error)")
            throw ExitCode(2)
        }
    }

    /// Which of the listed devices are this gateway's.
    private func taken() throws -> @Sendable (DeviceID) -> Bool {
        guard keep >= 1 else {
            Terminal.note("--keep \(keep): error: at least one day is kept")
            throw ExitCode(2)
        }
        guard let part else { return { _ in true } }
        let numbers = part.split(separator: "/", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard numbers.count == 2, let parts = DeviceParts(numbers[1]), (1...parts.count).contains(numbers[0]) else {
            Terminal.note("--part \(part): error: K/N was expected, as 2/4")
            throw ExitCode(2)
        }
        return { parts.part(of: $0) == numbers[0] }
    }

    /// Says what is to go before it goes.
    private func announce(_ store: SegmentStore) {
        let old = store.days(beyond: keep).map { CivilDate(daysSinceEpoch: Int($0)).description }
        Terminal.note("keeps \(keep) days, today among them; older ones are destroyed with their keys (--keep)")
        guard !old.isEmpty else { return }
        Terminal.note("destroys now, as they are older: \(old.joined(separator: ", "))")
    }

    /// Drops what is too old, now and every hour.
    private func retain(_ store: SegmentStore) -> Task<Void, Never> {
        Task { [keep] in
            while !Task.isCancelled {
                do {
                    for day in try await store.keep(days: keep) { say("dropped \(CivilDate(daysSinceEpoch: Int(day)))") }
                } catch {
                    Terminal.note("retention: error: \(error)")
                }
                try? await Task.sleep(for: .seconds(3600))
            }
        }
    }

    /// Made at random once and kept beside the tracks.
    private func secret() throws -> [UInt8] {
        let file = URL(fileURLWithPath: tracks).appendingPathComponent("terminal-codes.key")
        if let bytes = try? Data(contentsOf: file), bytes.count == 32 { return [UInt8](bytes) }
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        try Data(bytes).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return bytes
    }

    private func subscribe(
        _ group: any EventLoopGroup, _ rules: SessionRules, _ tracks: SealedTracks, _ clock: @escaping @Sendable () -> Int64
    ) throws -> Task<Void, Never>? {
        guard let mqtt else { return nil }
        guard let broker = BrokerAddress(mqtt) else {
            Terminal.note("--mqtt \(mqtt): error: HOST:PORT was expected")
            throw ExitCode(2)
        }
        let password = ProcessInfo.processInfo.environment["MQTT_PASSWORD"]
        let subscriber = OwnTracksSubscriber(
            group: group, rules: rules, sink: tracks,
            credentials: .init(client: "concentric-gateway", isClean: false, user: mqttUser, password: mqttUser == nil ? nil : password),
            now: { Instant(milliseconds: clock()) })
        return Task { await subscriber.run(host: broker.host, port: broker.port) { say("owntracks: \($0)") } }
    }
}

/// Says a line at once, also into a pipe.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

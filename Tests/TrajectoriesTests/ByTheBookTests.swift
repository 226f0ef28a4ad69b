import Crypto
import Foundation
import Testing
import Trajectories

/// Opens the files of a store by nothing but `Documentation/formats/trajectories.md` and the owner's seed: what is written there is what is done.
@Suite struct ByTheBookTests {
    private struct Piece {
        var epoch: UInt32
        var counter: UInt32
        var points: UInt16
        var batches: UInt32
        var kind: UInt8
        var head: [UInt8]
        var sealed: [UInt8]

        /// Which of the epoch's keys: of a block its own number, of a message that of the block that is to hold it.
        var link: UInt32 { kind == 1 ? counter : batches }
    }

    private static func number<T: FixedWidthInteger>(_ bytes: some Collection<UInt8>, as type: T.Type) -> T {
        bytes.reversed().reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

    /// The records of a file behind its 16 bytes of head.
    private static func pieces(_ file: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var at = 16
        while at + 8 <= file.count {
            let length = Int(number(file[(at + 1)..<(at + 4)], as: UInt32.self))
            let body = Array(file[(at + 8)..<(at + 8 + length)])
            pieces.append(
                Piece(
                    epoch: number(body[0..<4], as: UInt32.self), counter: number(body[4..<8], as: UInt32.self),
                    points: number(body[14..<16], as: UInt16.self), batches: number(body[16..<20], as: UInt32.self), kind: file[at],
                    head: Array(body[..<20]), sealed: Array(body[20...])))
            at += 8 + length
        }
        return pieces
    }

    /// The first link of an epoch's chain, unwrapped with the owner's seed.
    private static func root(_ record: ArraySlice<UInt8>, seed: [UInt8], day: UInt32, shard: UInt16, epoch: UInt32) throws -> SymmetricKey {
        let bytes = Array(record)
        let secret = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: seed), info: Data("concentric track opening 1".utf8), outputByteCount: 32)
        let key = try secret.withUnsafeBytes { try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: $0) }
        let suite = HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)
        var recipient = try HPKE.Recipient(
            privateKey: key, ciphersuite: suite, info: Data("concentric track epoch 1".utf8), encapsulatedKey: Data(bytes[16..<48]))
        let place = little(day) + little(shard) + little(epoch) + bytes[..<16]
        return SymmetricKey(data: try recipient.open(Data(bytes[48..<96]), authenticating: Data(place)))
    }

    private static func next(_ link: SymmetricKey, _ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.expand(pseudoRandomKey: link, info: Data(purpose.utf8), outputByteCount: 32)
    }

    private static func open(_ piece: Piece, _ link: SymmetricKey, day: UInt32, shard: UInt16) throws -> [UInt8] {
        let nonce = try AES.GCM.Nonce(data: [piece.kind] + [UInt8](repeating: 0, count: 7) + little(piece.counter))
        let box = try AES.GCM.SealedBox(nonce: nonce, ciphertext: piece.sealed.dropLast(16), tag: piece.sealed.suffix(16))
        return Array(
            try AES.GCM.open(
                box, using: next(link, "concentric track piece 1"), authenticating: [piece.kind] + piece.head + little(day) + little(shard)))
    }

    @Test func theDocumentedBytesOpenWithTheSeedAlone() async throws {
        var settings = TestStore.settings
        settings.blockPoints = 20
        settings.shards = 1
        let test = try TestStore(devices: 1, settings: settings)
        let ride = Rides.ride(100, seed: 5)
        try await test.send(ride, of: 0, atATime: 7)
        let day = UInt32(test.clock.now / 86_400_000)
        let files = Dictionary(uniqueKeysWithValues: test.folder.contents.map { ($0.path.split(separator: "/").last.map(String.init) ?? "", $0.bytes) })
        let pieces = Self.pieces(try #require(files["blocks-0-000001.log"])) + Self.pieces(try #require(files["batches-0-000001.log"]))
        let keys = try #require(files["keys-0.log"])
        #expect(keys.count == 16 + 100)
        let root = try Self.root(keys[16...], seed: test.owners[0].seed, day: day, shard: 0, epoch: 0)
        var links = [root]
        for _ in 0..<8 { links.append(Self.next(links[links.count - 1], "concentric track chain 1")) }
        let decoder = BlockDecoder()
        var found: [Point] = []
        #expect(pieces.contains { $0.kind == 1 && $0.counter > 1 } && pieces.contains { $0.kind == 2 })
        for piece in pieces {
            let points = try decoder.decode(try Self.open(piece, links[Int(piece.link)], day: day, shard: 0))
            #expect(points.count == Int(piece.points))
            if piece.kind == 1 { found += points }
            // Neither the link before nor the one behind opens it: who has the open block's key has that block alone.
            for wrong in [Int(piece.link) - 1, Int(piece.link) + 1] where wrong >= 0 {
                #expect(throws: (any Error).self) { try Self.open(piece, links[wrong], day: day, shard: 0) }
            }
        }
        #expect(found == Array(ride.prefix(found.count)) && found.count >= 80)
    }

    /// A false number of a block keeps no reader busy.
    @Test func aNumberBeyondAllSenseIsRefused() async throws {
        let test = try TestStore(devices: 1)
        try await test.send(Rides.ride(160, seed: 1), of: 0)
        let reading = try await test.store.read(try test.request(0))
        let (piece, sealed) = try #require(try reading.next())
        let key = try #require(sealed.open(with: test.owners[0]))
        #expect(try piece.open(with: key).count == 160)
        var odd = piece
        odd.head.counter = .max
        #expect(throws: TrackFault.cannotOpen) { try odd.open(with: key) }
    }
}

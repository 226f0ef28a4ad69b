import Ground
import OpinionMap
import Testing

/// Mutated exports: a result or diagnostics, never a crash; what is read can be mapped.
struct FuzzTests {
    private static let comments = Array(
        "timestamp,comment-id,moderated,is-meta,is-seed,group-informed-consensus,comment-body\n1,0,1,false,true,0.5,\"a \"\"b\"\"\nc\"\n2,1,-1,false,false,,x\n3,12,0,true,false,1,意见\n"
            .utf8)
    private static let matrix = Array(
        "participant,group-id,n-votes,0,1,12\n0,0,3,1,-1,0\n1,1,2,,1,-1\n2,,1,\"1\",,\n3,0,3,0,0,0\n4,1,3,1,1,1\n".utf8)
    private static let votes = Array(
        "timestamp,datetime,comment-id,voter-id,vote\n1,x,0,0,1\n2,x,1,0,-1\n3,\"a,b\",12,0,0\n4,x,1,1,1\n5,x,12,1,-1\n6,x,0,2,1\n".utf8)
    private static let pieces: [[UInt8]] = [
        "\"", ",", "\n", "\r\n", "-", "1", "0", "\"\"", "99999999999999999999", "\u{FEFF}", "é", "", ",,,", "-1\n", "participant", "vote",
    ]
    .map { Array($0.utf8) }

    private static func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(4) {
            let place = random.below(bytes.count + 1)
            switch random.below(5) {
            case 0: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.below(12)))
            case 2 where place < bytes.count: bytes[place] = UInt8(random.below(256))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(40))], at: random.below(place + 1))
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    @Test(arguments: 0..<8)
    func exports(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var (read, refused) = (0, 0)
        for _ in 0..<500 {
            func file(_ name: String, _ bytes: [UInt8]) -> PolisExport.File? {
                switch random.below(4) {
                case 0: nil
                case 1: PolisExport.File(name: name, bytes: bytes)
                default: PolisExport.File(name: name, bytes: FuzzTests.mutate(bytes, &random))
                }
            }
            let files = PolisExport.Files(
                comments: file("c", FuzzTests.comments), participantsVotes: file("p", FuzzTests.matrix), votes: file("v", FuzzTests.votes),
                summary: file("s", Array("topic,x\n".utf8)))
            var diagnostics = Diagnostics()
            guard let export = PolisExport.read(files, folder: "d", diagnostics: &diagnostics) else {
                #expect(diagnostics.hasErrors)
                refused += 1
                continue
            }
            #expect(!diagnostics.hasErrors)
            read += 1
            let landscape = export.conversation.landscape(.init(privacyFloor: 1, givenGroups: read % 3 == 0 ? export.officialGroups : nil))
            #expect(landscape.participants.allSatisfy { $0.position.x.isFinite && $0.position.y.isFinite })
            #expect(landscape.statements.allSatisfy { $0.groupInformedConsensus > 0 && $0.groupInformedConsensus <= 1 })
            if read % 10 == 0 {
                _ = export.conversation.stability(resamples: 2, seed: seed)
                _ = Flags(export.conversation, landscape)
            }
        }
        #expect(read > 30 && refused > 30)
    }
}

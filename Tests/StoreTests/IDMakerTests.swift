import Ground
import Store
import StoreTestSupport
import Synchronization
import Testing

@Suite struct IDMakerTests {
    @Test func idsAscendWhateverTheClockDoes() {
        let start: Int64 = 1_790_000_000_000
        let times = Mutex([0, 1, 1, 5, 3, 3, -100_000, 6, 7] as [Int64])
        let maker = IDMaker(node: 5) {
            Instant(milliseconds: start + times.withLock { $0.isEmpty ? 8 : $0.removeFirst() })
        }
        // Far more than fit into a millisecond.
        let ids = (0..<5000).map { _ in maker.next() }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ids.allSatisfy { $0 > 0 })
        #expect(IDMaker.moment(of: ids[0]) == Instant(milliseconds: start))
        #expect(IDMaker.moment(of: ids[4999]) <= Instant(milliseconds: start + 8 + 5))
    }

    @Test func extremeClocksGivePositiveIds() {
        for milliseconds in [Int64.min, 0, IDMaker.epoch, 3_700_000_000_000] {
            let maker = IDMaker(node: IDMaker.nodes - 1) { Instant(milliseconds: milliseconds) }
            let ids = [maker.next(), maker.next()]
            #expect(ids[0] > 0 && ids[0] < ids[1])
        }
    }

    @Test func aClockBeyondTheScaleIsNoCrash() {
        #expect(IDMaker(node: 1) { Instant(milliseconds: .max) }.next() > 0)
    }

    @Test func manyTasksGetDifferentIds() async {
        let maker = IDMaker(node: 0) { Instant(milliseconds: 1_790_000_000_000) }
        let ids = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2000).map { _ in maker.next() } } }
            return await group.reduce(into: Set<Int64>()) { $0.formUnion($1) }
        }
        #expect(ids.count == 16_000)
    }

    @Test(arguments: StoreKind.allCases)
    func serversGetDifferentNumbers(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            let nodes = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await IDMaker.open(in: store) { Instant(milliseconds: 0) }.node }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(nodes.count == 20)
        }
    }
}

import Ground
import Synchronization
import Testing
import Web

@Suite struct GuardTests {
    private let start = Instant(milliseconds: 1_795_399_200_000)

    @Test func fiveTriesAndThenAQuarterOfAnHour() async {
        let guardian = SignInGuard()
        for _ in 0..<SignInGuard.most { #expect(await guardian.admit("street", at: start)) }
        #expect(await !guardian.admit("street", at: start.advanced(milliseconds: SignInGuard.window - 1)))
        #expect(await guardian.admit("water", at: start))
        #expect(await guardian.admit("street", at: start.advanced(milliseconds: SignInGuard.window)))
    }

    @Test func aRightPasswordClearsTheName() async {
        let guardian = SignInGuard()
        for _ in 0..<4 { _ = await guardian.admit("street", at: start) }
        await guardian.clear("street")
        for _ in 0..<SignInGuard.most { #expect(await guardian.admit("street", at: start)) }
    }

    @Test func tryingManyNamesDoesNotWashOneClean() async {
        let guardian = SignInGuard()
        for _ in 0..<SignInGuard.most { _ = await guardian.admit("street", at: start) }
        for number in 0..<11_000 { _ = await guardian.admit("name \(number)", at: start) }
        #expect(await !guardian.admit("street", at: start))
    }

    @Test func triesAtTheSameTimeCountAll() async {
        let guardian = SignInGuard()
        let start = start
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { await guardian.admit("street", at: start) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == SignInGuard.most)
    }

    @Test func aBudgetIsNeverExceeded() {
        let budget = ByteBudget(most: 100)
        #expect(budget.take(60) && budget.take(40) && !budget.take(1) && budget.take(0))
        budget.give(back: 40)
        #expect(!budget.take(41) && budget.take(40) && !budget.take(Int.max))
    }

    @Test func aGateLetsSoManyThrough() async throws {
        let gate = Gate(most: 3, mostWaiting: 4)
        let inside = Headcount()
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    let done: Void? = await gate.run {
                        inside.enter()
                        for _ in 0..<20 { await Task.yield() }
                        inside.leave()
                    }
                    return done != nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(inside.most <= 3 && inside.now == 0)
        // At least those who find a place or a seat at the beginning get through.
        #expect(results.count { $0 } >= 7)
        // A piece of work that throws gives its place back.
        for _ in 0..<5 {
            await #expect(throws: NoSuchThing.self) { try await gate.run { throw NoSuchThing("work") } }
        }
        #expect(await gate.run { true } == true)
    }
}

/// How many are somewhere, and how many there ever were at the same time.
private final class Headcount: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var now: Int { counts.withLock { $0.now } }
    var most: Int { counts.withLock { $0.most } }

    func enter() {
        counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
    }

    func leave() { counts.withLock { $0.now -= 1 } }
}

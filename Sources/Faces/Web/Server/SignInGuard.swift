internal import Accounts
internal import Dispatch
internal import Ground

/// Slows down guessing: after five wrong passwords for a name within a quarter of an hour, further tries are refused.
package actor SignInGuard {
    private static let most = 5
    private static let window: Int64 = 15 * 60_000
    private static let mostNames = 10_000
    private var failures: [String: [Instant]] = [:]

    package init() {}

    func mayTry(_ login: String, at time: Instant) -> Bool { recent(login, at: time).count < SignInGuard.most }

    func failed(_ login: String, at time: Instant) {
        if failures.count >= SignInGuard.mostNames { failures.removeAll() }
        failures[login] = recent(login, at: time) + [time]
    }

    private func recent(_ login: String, at time: Instant) -> [Instant] {
        (failures[login] ?? []).filter { time.milliseconds - $0.milliseconds < SignInGuard.window }
    }

    /// A hash that no password has, for names that nobody has.
    static let nobody = (try? PasswordHash.make(Session.makeToken())) ?? ""

    /// Checks a password away from the threads that serve requests: it takes a tenth of a second on purpose.
    static func verify(_ password: String, against hash: String) async -> Bool {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: PasswordHash.verify(password, against: hash)) }
        }
    }
}

internal import Accounts
internal import Dispatch
package import Ground

/// Slows down guessing: after five tries with a name within a quarter of an hour, further ones are refused. A try counts from
/// its beginning, so that many at once are no way around it; a right password clears the name.
package actor SignInGuard {
    package static let most = 5
    package static let window: Int64 = 15 * 60_000
    private static let mostNames = 10_000
    private var tries: [String: [Instant]] = [:]

    package init() {}

    /// Whether a password may be tried for a name; counts the try.
    package func admit(_ login: String, at time: Instant) -> Bool {
        if tries.count >= SignInGuard.mostNames { forget(at: time) }
        let recent = recent(login, at: time)
        guard recent.count < SignInGuard.most else { return false }
        tries[login] = recent + [time]
        return true
    }

    /// The password was right.
    package func clear(_ login: String) { tries[login] = nil }

    /// Drops what is over; where that is not enough, the names with the fewest tries, so that nobody can wash a name clean
    /// by trying many others.
    private func forget(at time: Instant) {
        tries = tries.mapValues { $0.filter { isRecent($0, at: time) } }.filter { !$0.value.isEmpty }
        guard tries.count >= SignInGuard.mostNames else { return }
        let kept = tries.sorted { ($0.value.count, $0.key) > ($1.value.count, $1.key) }.prefix(SignInGuard.mostNames / 2)
        tries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }

    private func recent(_ login: String, at time: Instant) -> [Instant] {
        (tries[login] ?? []).filter { isRecent($0, at: time) }
    }

    private func isRecent(_ moment: Instant, at time: Instant) -> Bool {
        time.milliseconds - moment.milliseconds < SignInGuard.window
    }
}

/// Checks passwords away from the threads that serve requests: each takes a tenth of a second and 32 megabytes on purpose.
package struct PasswordDesk: Sendable {
    private let gate = Gate(most: 2, mostWaiting: 60)
    private let queue = DispatchQueue(label: "passwords", attributes: .concurrent)
    /// A hash that no password has, for names that nobody has: they cost as much time as a wrong password.
    private let nobody: String

    package init() { nobody = (try? PasswordHash.make(Session.makeToken())) ?? "" }

    /// Whether it is the right password; nil where too many wait already.
    func verify(_ password: String, against hash: String?) async -> Bool? {
        await gate.run {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: PasswordHash.verify(password, against: hash ?? nobody)) }
            }
        }
    }
}

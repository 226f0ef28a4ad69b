package import Accounts

/// Who sends a command.
package enum Requester: Sendable, Hashable {
    /// Somebody signed in.
    case account(Account)
    /// Somebody who holds the tracking code of a case.
    case tracking(String)
    /// Somebody of whom nothing is known: may report.
    case anybody

    package var accountID: AccountID? {
        if case .account(let account) = self { account.id } else { nil }
    }
}

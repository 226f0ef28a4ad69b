package import Accounts
internal import City
internal import Store
internal import WorkingTime

extension CaseOffice {
    /// How the reporter of a case can be reached, for somebody who has to do with the case and says what for. The reporter can
    /// read who looked.
    /// - Returns: nil where nothing was given or it has been erased.
    package func openContact(
        of id: CaseID, by account: Account, purpose: Contact.Purpose
    ) async throws -> Contact? {
        let file = try await store.read { [self] in try load(id, on: $0) }
        let time = now()
        guard maySee(file, account: account, at: time) else {
            throw CaseRefusal.notPermitted
        }
        return try await Contact.open(
            id.rawValue, by: account.id, purpose: purpose, lookID: ids.next(), at: time, in: store)
    }
}

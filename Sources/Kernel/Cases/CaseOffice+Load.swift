internal import Accounts
internal import City
internal import Ground
package import Store
internal import Workflows

extension CaseOffice {
    /// A case as its events tell it; refuses where there is none. The events are read only where something has happened
    /// since they were read last.
    package func load(_ id: CaseID, on connection: any Connection) throws -> CaseFile {
        let found = try connection.row(
            """
            select c.excluded, e.hash from cases c
            left join events e on e.stream = \(CaseLog.stream) and e.entity = c.id and e.revision = c.log_revision
            where c.id = \(id.rawValue)
            """
        ) { (isExcluded: try $0.truth(0), head: try $0.optionalBlob(1)) }
        guard let found else { throw CaseRefusal.unknownCase }
        guard let head = found.head else { throw CaseLog.Damaged(caseID: id) }
        if var file = cache.file(id, head: head) {
            file.isExcluded = found.isExcluded
            return file
        }
        let file = try replay(id, on: connection)
        cache.keep(file, head: head)
        return file
    }

    /// A case as its events tell it, read from the first to the last.
    package func replay(_ id: CaseID, on connection: any Connection) throws -> CaseFile {
        let found = try connection.row(
            """
            select reference, tracking, reporter, excluded, workflow, workflow_version from cases
            where id = \(id.rawValue)
            """
        ) { row in
            (
                reference: try row.text(0), tracking: try row.text(1),
                reporter: try row.optionalInteger(2).map { AccountID($0) }, isExcluded: try row.truth(3),
                workflow: try row.text(4), version: try row.int(5)
            )
        }
        guard let found else { throw CaseRefusal.unknownCase }
        guard let shelved = shelf.shelved(found.workflow, version: found.version) else {
            throw CaseRefusal.unknown("流程", "procedure", "\(found.workflow) \(found.version)")
        }
        let log = try CaseLog.entries(of: id, on: connection)
        guard let state = CaseState(log.flatMap(\.facts), under: shelved.workflow), let last = log.last?.facts.last else {
            throw CaseLog.Damaged(caseID: id)
        }
        var file = CaseFile(
            id: id, reference: found.reference, tracking: found.tracking, reporter: found.reporter,
            baseLevel: baseLevel(of: state), isExcluded: found.isExcluded, state: state, logRevision: log.count,
            lastEventAt: last.at, shelved: shelved)
        settle(&file)
        return file
    }

    /// The level at which cases of the state's class begin.
    func baseLevel(of state: CaseState) -> AreaLevel {
        state.requestClass.flatMap { city.classes.class(ClassCode($0))?.defaultLevel } ?? .street
    }
}

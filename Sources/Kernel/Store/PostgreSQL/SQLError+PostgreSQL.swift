internal import CLibPQ

extension SQLError {
    init(postgresResult result: OpaquePointer?, handle: OpaquePointer?, statement: String?) {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        let state = field(Int32(UInt8(ascii: "C"))) ?? ""
        let message = field(Int32(UInt8(ascii: "M"))) ?? handle.map { String(cString: PQerrorMessage($0)) } ?? ""
        let isBroken = handle == nil || PQstatus(handle) != CONNECTION_OK
        let kind: Kind =
            switch state {
            case _ where isBroken: .disconnected
            case "23505": .unique
            case "23503": .foreignKey
            case "23514": .check
            case "23502": .notNull
            // Serialization failure and deadlock.
            case "40001", "40P01": .conflict
            case "55P03", "57014": .busy
            case "57P01", "57P02", "57P03", "08000", "08003", "08006": .disconnected
            case "22021": .refusedValue
            default: .other
            }
        var constraint = field(Int32(UInt8(ascii: "n")))
        if constraint == nil, let column = field(Int32(UInt8(ascii: "c"))) {
            constraint = field(Int32(UInt8(ascii: "t"))).map { "\($0).\(column)" } ?? column
        }
        self.init(kind, code: state, constraint: constraint, detail: message, statement: statement)
    }
}

/// The databases that a store can stand on.
package enum StoreKind: String, Sendable, Hashable, CaseIterable {
    case sqlite
    case postgresql
}

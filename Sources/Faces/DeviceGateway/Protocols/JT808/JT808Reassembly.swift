/// Puts messages together that came in sub-packages. Bounded: few messages at a time, few packages each, few bytes in all.
package struct JT808Reassembly: Sendable {
    package struct Limits: Sendable {
        /// Sub-packages of one message.
        package var packages = 64
        /// Messages that wait for packages at the same time.
        package var messages = 4
        /// Bytes kept in all.
        package var bytes = 32 * 1024

        package init() {}
    }

    /// A message whose packages are all there.
    package struct Whole: Sendable, Hashable {
        package var message: UInt16
        package var body: [UInt8]
        /// Of the packages in their order; each wants its reply.
        package var serials: [UInt16]
    }

    private struct Waiting: Sendable {
        var message: UInt16
        /// The serial of the first package; the others count on from it.
        var first: UInt16
        var bodies: [ArraySlice<UInt8>?]
        var missing: Int
        var bytes = 0
    }

    private var waiting: [Waiting] = []
    private let limits: Limits

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Bytes that wait for their siblings.
    package var pending: Int { waiting.reduce(0) { $0 + $1.bytes } }

    /// Takes one sub-package; gives the message when it is the last that was missing.
    package mutating func add(_ frame: JT808Frame) throws(Refusal) -> Whole? {
        guard let package = frame.package, package.number >= 1, package.number <= package.total else { return nil }
        guard package.total <= limits.packages else {
            throw Refusal(.packages("a message of \(package.total) sub-packages; at most \(limits.packages) are kept"))
        }
        let first = frame.serial &- (package.number - 1)
        let place = try self.place(of: frame, first: first, total: Int(package.total))
        let index = Int(package.number) - 1
        guard waiting[place].bodies[index] == nil else { return nil }
        guard pending + frame.body.count <= limits.bytes else {
            waiting = []
            throw Refusal(.packages("sub-packages of more than \(limits.bytes) bytes wait for their siblings"))
        }
        waiting[place].bodies[index] = frame.body
        waiting[place].bytes += frame.body.count
        waiting[place].missing -= 1
        guard waiting[place].missing == 0 else { return nil }
        let whole = waiting.remove(at: place)
        let serials = (0..<package.total).map { whole.first &+ $0 }
        return Whole(message: whole.message, body: whole.bodies.flatMap { $0 ?? [] }, serials: serials)
    }

    /// Where the message waits; the oldest gives way when there are too many.
    private mutating func place(of frame: JT808Frame, first: UInt16, total: Int) throws(Refusal) -> Int {
        if let place = waiting.firstIndex(where: { $0.message == frame.message && $0.first == first && $0.bodies.count == total }) { return place }
        if waiting.count >= limits.messages { waiting.removeFirst() }
        waiting.append(Waiting(message: frame.message, first: first, bodies: .init(repeating: nil, count: total), missing: total))
        return waiting.count - 1
    }
}

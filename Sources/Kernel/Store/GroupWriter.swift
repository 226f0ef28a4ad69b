internal import Foundation

/// The only writer of a store: takes what waits, runs it in one transaction, and tells everybody when it is durable.
/// A body that throws is undone alone.
final class GroupWriter<S: Session> {
    private let session: S
    private let queue: WorkQueue
    private let counts: WriteCounts
    /// The most bodies in one transaction.
    private let most: Int
    private let tries = 6

    init(session: S, queue: WorkQueue, counts: WriteCounts, most: Int) {
        self.session = session
        self.queue = queue
        self.counts = counts
        self.most = most
    }

    func run() {
        while let work = queue.next() { runGroup(from: work) }
        session.disconnect()
    }

    private func runGroup(from first: Work) {
        var done: [Work] = []
        do {
            try session.connect()
            try session.begin()
        } catch {
            return runAlone([first])
        }
        var next: Work? = first
        while let work = next {
            done.append(work)
            switch attempt(work) {
            case .intact: break
            case .lost:
                session.rollback()
                return runAlone(done)
            case .spoiled:
                session.rollback()
                return done.count == 1 ? work.end(work.failure) : runMarked(done)
            }
            next = done.count < most ? queue.nextIfAny() : nil
        }
        finish(done)
    }

    /// What a body left behind.
    private enum Trace {
        /// Its work, or nothing at all where it threw before it had changed anything: what commands refuse, they refuse first.
        case intact
        /// Half of its work.
        case spoiled
        /// No transaction: somebody's deadlock or a lost connection undid all of it.
        case lost
    }

    private func attempt(_ work: Work, settles: Bool = false) -> Trace {
        var writes = session.writes
        do {
            if work.isReadOnly { try session.writeGathered() }
            writes = session.writes
            try run(work, settles: settles)
            return .intact
        } catch {
            work.failure = error
            if session.hasLostTransaction || session.failure?.isWorthAnotherTry == true { return .lost }
            return session.failure == nil && session.writes == writes ? .intact : .spoiled
        }
    }

    /// Runs a group again with a mark before each body, so that one that leaves half of its work behind is undone alone. A mark costs a
    /// copy of every page that the body changes, or two statements more, and is hardly ever needed.
    private func runMarked(_ works: [Work]) {
        do {
            try session.connect()
            try session.begin()
            for work in works {
                try session.mark()
                switch attempt(work, settles: true) {
                case .intact: break
                case .spoiled: try session.undoToMark()
                case .lost: throw SQLError(.disconnected)
                }
            }
        } catch {
            session.rollback()
            return runAlone(works)
        }
        commit(works)
    }

    /// - Parameter settles: whether all of its work is to be done by the end, so that a failure is known to be its own. In a group
    ///   what the bodies gather, and statements whose answer nobody needs, are left to the end of all.
    private func run(_ work: Work, settles: Bool) throws {
        work.failure = nil
        session.setReadOnly(work.isReadOnly)
        defer { session.setReadOnly(false) }
        try work.run(on: session.connection)
        if settles, session.failure == nil {
            try session.writeGathered()
            try session.settle()
        }
        // A body that swallowed the failure of a statement must not be committed in part.
        if let failure = session.failure { throw failure }
    }

    /// Waits for what the bodies have left to the end, and commits. A failure that shows only now may be anybody's.
    private func finish(_ done: [Work]) {
        do {
            try session.writeGathered()
            try session.settle()
        } catch {
            session.rollback()
            return done.count == 1 || (error as? SQLError)?.isWorthAnotherTry == true ? runAlone(done, after: error) : runMarked(done)
        }
        commit(done)
    }

    private func commit(_ done: [Work]) {
        do {
            try session.commit()
        } catch {
            session.rollback()
            if (error as? SQLError)?.kind == .unknownOutcome {
                for work in done { work.end(work.failure ?? error) }
                return
            }
            // What the commit refuses, such as a reference checked late, is the fault of one of them.
            return runAlone(done, after: error)
        }
        counts.add(writes: done.count)
        for work in done { work.end(work.failure) }
    }

    private func runAlone(_ works: [Work], after error: (any Error)? = nil) {
        if works.count == 1, let work = works.first, let error = error as? SQLError, !error.isWorthAnotherTry {
            return work.end(work.failure ?? error)
        }
        for work in works {
            do {
                try runUntilDurable(work)
                work.end(nil)
            } catch {
                work.end(error)
            }
        }
    }

    private func runUntilDurable(_ work: Work) throws {
        for attempt in 1... {
            do {
                try session.connect()
                try session.begin()
                try run(work, settles: true)
                try session.commit()
                counts.add(writes: 1)
                return
            } catch {
                let failure = session.failure
                session.rollback()
                let isWorthIt = (failure ?? error as? SQLError)?.isWorthAnotherTry == true
                guard isWorthIt, attempt < tries else { throw error }
                Thread.sleep(forTimeInterval: Double.random(in: 0.5...1) * 0.002 * Double(1 << attempt))
            }
        }
    }
}

/// One of the threads that read.
final class Reader<S: Session> {
    private let session: S
    private let queue: WorkQueue

    init(session: S, queue: WorkQueue) {
        self.session = session
        self.queue = queue
    }

    func run() {
        while let work = queue.next() {
            do {
                try read(work)
            } catch {
                work.end(error)
            }
        }
        session.disconnect()
    }

    private func read(_ work: Work) throws {
        for attempt in 1... {
            do {
                try session.connect()
                try session.beginReading()
                session.setReadOnly(true)
                try work.run(on: session.connection)
                if session.failure == nil { try session.settle() }
                if let failure = session.failure { throw failure }
                try session.commit()
                return work.end(nil)
            } catch {
                let failure = session.failure
                session.rollback()
                // Reading changes nothing: a broken connection is replaced without asking.
                guard (failure ?? error as? SQLError)?.isWorthAnotherTry == true, attempt < 3 else { throw error }
            }
        }
    }
}

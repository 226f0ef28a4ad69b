internal import Synchronization

/// The files of a day that are not written to any more, found and opened once, so that a look costs no search in the folder.
final class ClosedFiles: Sendable {
    /// Those of one shard.
    final class Shelf: Sendable {
        struct Part: Sendable {
            var kind: DayFolder.Kind
            var number: UInt32
            var index: PieceIndex
            var file: any StoredFile
            var path: String
        }

        let parts: [Part]
        private let keyPath: String
        private let files: any FileSystem
        private let keys = Mutex<(any StoredFile)?>(nil)

        init(_ parts: [Part], keyPath: String, files: any FileSystem) { (self.parts, self.keyPath, self.files) = (parts, keyPath, files) }

        /// The file of the wrapped keys.
        func openKeys() throws(TrackFault) -> any StoredFile {
            if let open = keys.withLock({ $0 }) { return open }
            let file = try files.open(keyPath, forWriting: false)
            keys.withLock { $0 = file }
            return file
        }

        /// Where the pieces of a device lie that may hold points of a span.
        /// - Parameter only: files of blocks that count; nil for all.
        func pieces(
            of tag: DeviceTag, _ span: ClosedRange<Int64>, day: UInt32, shard: UInt16, only: Set<UInt32>?
        ) throws(TrackFault) -> [PieceSource] {
            var pieces: [PieceSource] = []
            for part in parts {
                if part.kind == .blocks, let only, !only.contains(part.number) { continue }
                for entry in try part.index.entries(of: tag) where entry.span.mayHold(span) {
                    pieces.append(
                        PieceSource(
                            file: part.file, path: part.path, offset: Int(entry.offset), length: Int(entry.length), day: day, shard: shard,
                            span: entry.span))
                }
            }
            return pieces
        }
    }

    private let shelves = Mutex<[UInt16: Shelf]>([:])

    /// The closed files of a shard as they are now.
    func files(of shard: UInt16, in folder: DayFolder) throws(TrackFault) -> Shelf {
        // Files are listed under the lock: a shard that closes one meanwhile says so afterwards, and the list is made anew.
        let result: Result<Shelf, TrackFault> = shelves.withLock { shelves in
            if let shelf = shelves[shard] { return .success(shelf) }
            do throws(TrackFault) {
                let shelf = try Self.shelf(of: shard, in: folder)
                shelves[shard] = shelf
                return .success(shelf)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// A shard has closed a file, or the files are not needed open any more.
    func changed(_ shard: UInt16) { shelves.withLock { $0[shard] = nil } }

    private static func shelf(of shard: UInt16, in folder: DayFolder) throws(TrackFault) -> Shelf {
        var parts: [Shelf.Part] = []
        for kind in [DayFolder.Kind.blocks, .left] {
            // A file whose index is there and whose name is not is just being published; it is told of when it is.
            let named = Set(try folder.numbers(kind, shard: shard))
            for number in try folder.numbers(kind, shard: shard, ending: "idx") where named.contains(number) {
                let index = folder.path(kind, shard: shard, number: number, ending: "idx")
                let path = folder.path(kind, shard: shard, number: number)
                parts.append(
                    Shelf.Part(
                        kind: kind, number: number, index: try PieceIndex(try folder.files.open(index, forWriting: false), path: index),
                        file: try folder.files.open(path, forWriting: false), path: path))
            }
        }
        return Shelf(parts, keyPath: "\(folder.path)/keys-\(shard).log", files: folder.files)
    }
}

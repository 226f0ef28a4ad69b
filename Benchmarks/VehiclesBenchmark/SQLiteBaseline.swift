import Foundation
import GRDBSQLite
import Ground
import Trajectories

/// The usual way: the same rows by prepared inserts into one SQLite table, WAL, 10,000 rows a transaction, `synchronous=NORMAL`.
enum SQLiteBaseline {
    struct Failed: Error {}

    static func load(_ path: String, into database: String, perChunk: Int, most: Int) throws -> Int {
        var handle: OpaquePointer?
        guard sqlite3_open(database, &handle) == SQLITE_OK else { throw Failed() }
        defer { sqlite3_close(handle) }
        let setUp = """
            pragma journal_mode=wal; pragma synchronous=normal;
            create table points (device integer not null, time integer not null, latitude integer not null, longitude integer not null,
            speed integer not null, course integer not null, flags integer not null);
            create index points_of_device on points (device, time);
            """
        guard sqlite3_exec(handle, setUp, nil, nil, nil) == SQLITE_OK else { throw Failed() }
        var insert: OpaquePointer?
        guard sqlite3_prepare_v2(handle, "insert into points values (?, ?, ?, ?, ?, ?, ?)", -1, &insert, nil) == SQLITE_OK else { throw Failed() }
        defer { sqlite3_finalize(insert) }
        var count = 0
        var number = 0
        while count < most, let rows = try Fleet.rows(path, number, perChunk: perChunk) {
            number += 1
            for row in rows where count < most {
                if count % 10_000 == 0 { sqlite3_exec(handle, count == 0 ? "begin" : "commit; begin", nil, nil, nil) }
                sqlite3_bind_int64(insert, 1, Int64(row.device))
                sqlite3_bind_int64(insert, 2, row.point.time)
                sqlite3_bind_int64(insert, 3, Int64(row.point.latitude))
                sqlite3_bind_int64(insert, 4, Int64(row.point.longitude))
                sqlite3_bind_int64(insert, 5, Int64(row.point.speed))
                sqlite3_bind_int64(insert, 6, Int64(row.point.course))
                sqlite3_bind_int64(insert, 7, Int64(row.point.flags.rawValue))
                guard sqlite3_step(insert) == SQLITE_DONE else { throw Failed() }
                sqlite3_reset(insert)
                count += 1
            }
        }
        guard sqlite3_exec(handle, "commit; pragma wal_checkpoint(truncate)", nil, nil, nil) == SQLITE_OK else { throw Failed() }
        return count
    }
}

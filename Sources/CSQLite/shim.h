// What Swift cannot call for itself, as its arguments vary in number. Declared here alone, so that no type of SQLite's own header is
// declared a second time beside GRDB's module of it.

int sqlite3_config(int option, ...);

// SQLITE_CONFIG_MEMSTATUS (9): no counts of the memory in use, which every allocation of every thread would wait for in turn.
static inline int sqlite_without_memory_counts(void) { return sqlite3_config(9, 0); }

/* Reads every value of one table through libsqlite3, as the least that a scan costs. Prints seconds, rows and bytes.
   Usage: scan FILE TABLE */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int count, char **argument) {
    char text[4096];
    sqlite3 *file;
    sqlite3_stmt *rows;
    long long number = 0, bytes = 0, integers = 0;
    double reals = 0;
    int step;
    if (count != 3) {
        return 2;
    }
    double start = now();
    snprintf(text, sizeof text, "file:%s?immutable=1", argument[1]);
    if (sqlite3_open_v2(text, &file, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(file));
        return 1;
    }
    snprintf(text, sizeof text, "select * from \"%s\"", argument[2]);
    if (sqlite3_prepare_v2(file, text, -1, &rows, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(file));
        return 1;
    }
    int columns = sqlite3_column_count(rows);
    while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
        number++;
        for (int i = 0; i < columns; i++) {
            const unsigned char *value;
            switch (sqlite3_column_type(rows, i)) {
            case SQLITE_INTEGER: integers += sqlite3_column_int64(rows, i); break;
            case SQLITE_FLOAT: reals += sqlite3_column_double(rows, i); break;
            case SQLITE_TEXT:
                value = sqlite3_column_text(rows, i);
                bytes += sqlite3_column_bytes(rows, i) + (value[0] & 0);
                break;
            case SQLITE_BLOB:
                value = sqlite3_column_blob(rows, i);
                bytes += sqlite3_column_bytes(rows, i) + (value ? value[0] & 0 : 0);
                break;
            default: break;
            }
        }
    }
    sqlite3_finalize(rows);
    sqlite3_close(file);
    printf("%.6f %lld %lld %lld %g\n", now() - start, number, bytes, integers, reals);
    return step == SQLITE_DONE ? 0 : 1;
}

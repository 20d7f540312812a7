package dev.portage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyBinaryWriterTest {
    private static final String HEADER = "5047434f50590aff0d0a000000000000000000";

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Test
    void a_stream_without_rows_is_header_and_trailer() {
        var out = new CopyBinaryWriter(stream::write, 64);

        out.finish();

        assertThat(HexFormat.of().formatHex(stream.toByteArray())).isEqualTo(HEADER + "ffff");
        assertThat(out.rows()).isZero();
        assertThat(out.bytes()).isEqualTo(21);
    }

    @Test
    void each_field_is_its_length_and_its_bytes() {
        var out = new CopyBinaryWriter(stream::write, 4_096);

        out.startRow(14);
        out.nullField();
        out.int2((short) -2);
        out.int4(1);
        out.int8(-1);
        out.float8(-0.0);
        out.float4(1.5f);
        out.bool(true);
        out.bytes(new byte[]{9, 'a', 'b', 9}, 1, 2);
        out.jsonb(new byte[]{'1'}, 0, 1);
        out.numeric(new BigDecimal("0.1"));
        out.uuid(1, 2);
        out.date(-1);
        out.timestamp(1);
        out.time(2);
        out.finish();

        assertThat(HexFormat.of().formatHex(stream.toByteArray())).isEqualTo(HEADER + "000e" + "ffffffff" + "00000002fffe"
                + "0000000400000001" + "00000008ffffffffffffffff" + "000000088000000000000000" + "000000043fc00000" + "0000000101"
                + "000000026162" + "000000020131" + "0000000a0001ffff0000000103e8" + "0000001000000000000000010000000000000002"
                + "00000004ffffffff" + "000000080000000000000001" + "000000080000000000000002" + "ffff");
    }

    @Test
    void a_large_value_is_handed_on_in_pieces_of_the_callers_own_array() {
        byte[] large = new byte[1_000_003];
        large[1_000_002] = 7;
        List<byte[]> arrays = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        var out = new CopyBinaryWriter((bytes, offset, length) -> {
            arrays.add(bytes);
            lengths.add(length);
            stream.write(bytes, offset, length);
        }, 1_024);

        out.startRow(2);
        out.int4(1);
        out.bytes(large, 0, large.length);
        out.finish();

        assertThat(arrays).filteredOn(array -> array == large).hasSize(977);
        assertThat(lengths).allMatch(length -> length <= 1_024);
        assertThat(out.bytes()).isEqualTo(stream.size()).isEqualTo(19 + 2 + 8 + 4 + 1_000_003 + 2);
        assertThat(stream.toByteArray()[stream.size() - 3]).isEqualTo((byte) 7);
    }

    @Test
    void values_of_every_size_around_the_buffers_come_back() throws SQLException {
        var out = new CopyBinaryWriter(stream::write, 64);
        for (int length = 0; length < 200; length++) {
            out.startRow(3);
            out.int8(length);
            out.bytes(new byte[length], 0, length);
            out.nullField();
        }
        out.finish();

        byte[] whole = stream.toByteArray();
        int[] at = {0};
        var reader = new CopyBinaryReader(() -> at[0] == whole.length ? null : new byte[]{whole[at[0]++]});

        for (int length = 0; length < 200; length++) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.fields()).isEqualTo(3);
            assertThat(reader.field(1)).hasSize(length);
            assertThat(reader.field(2)).isNull();
        }
        assertThat(reader.next()).isFalse();
        assertThat(out.rows()).isEqualTo(200);
    }

    @Test
    void a_stream_that_is_cut_off_is_not_its_end() {
        var out = new CopyBinaryWriter(stream::write, 64);
        out.startRow(1);
        out.int8(1);
        out.finish();
        byte[] cut = java.util.Arrays.copyOf(stream.toByteArray(), stream.size() - 5);
        var chunks = new java.util.ArrayDeque<byte[]>(List.of(cut));
        var reader = new CopyBinaryReader(chunks::poll);

        assertThatThrownBy(reader::next).isInstanceOf(SQLException.class).hasMessageContaining("ends 3 bytes before");
    }

    @Test
    void a_row_with_the_wrong_number_of_fields_is_a_mistake_and_not_written() {
        var out = new CopyBinaryWriter(stream::write, 64);
        out.startRow(1);

        assertThatThrownBy(() -> out.startRow(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("lacks 1");
        out.nullField();
        assertThatThrownBy(out::nullField).isInstanceOf(IllegalStateException.class).hasMessageContaining("too many in row 1");
    }

    @Test
    void an_error_of_the_sink_arrives_as_it_is() {
        var error = new SQLException("gone", "08006");
        var out = new CopyBinaryWriter((_, _, _) -> {
            throw error;
        }, 64);

        assertThatThrownBy(out::finish).isInstanceOf(CopyBinaryWriter.SinkFailed.class)
                .extracting(failed -> ((CopyBinaryWriter.SinkFailed) failed).error().getSQLState()).isEqualTo("08006");
    }
}

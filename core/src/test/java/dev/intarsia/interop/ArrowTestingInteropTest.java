package dev.intarsia.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intarsia.options.InvalidBatchException;
import dev.intarsia.options.UnsupportedSchemaException;
import dev.intarsia.options.WriterOptions;
import dev.intarsia.testkit.ArrowRows;
import dev.intarsia.testkit.IpcFile;
import dev.intarsia.testkit.ParquetJavaReader;
import dev.intarsia.testkit.Tables;
import dev.intarsia.testkit.TestData;
import dev.intarsia.testkit.WrittenFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Arrow project's own integration files, written by other implementations: flat ones convert, others are refused. */
class ArrowTestingInteropTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0-littleendian/generated_primitive",
                "1.0.0-littleendian/generated_primitive_large_offsets",
                "1.0.0-littleendian/generated_primitive_no_batches",
                "1.0.0-littleendian/generated_primitive_zerolength",
                "cpp-21.0.0/generated_binary",
                "cpp-21.0.0/generated_binary_no_batches",
                "cpp-21.0.0/generated_binary_zerolength",
                "cpp-21.0.0/generated_decimal",
                "cpp-21.0.0/generated_large_binary",
                "cpp-21.0.0/generated_primitive",
                "cpp-21.0.0/generated_primitive_no_batches",
                "cpp-21.0.0/generated_primitive_zerolength"
            })
    void flatFilesAndStreamsConvert(final String name, final BufferAllocator allocator) throws IOException {
        for (final String suffix : new String[] {".arrow_file", ".stream"}) {
            final IpcFile ipc = open(name + suffix, allocator);
            try {
                BothReaders.assertRead(convert(ipc), ipc.schema(), ipc.batches());
            } finally {
                ipc.close();
            }
        }
    }

    /** DuckDB takes the greatest and least timestamps for infinities, so it has no say here. */
    @Test
    void datesAndTimesToTheEndOfTheirRangesConvert(final BufferAllocator allocator) throws IOException {
        final IpcFile ipc = open("cpp-21.0.0/generated_datetime.stream", allocator);
        try {
            Tables.assertEqual(
                    "parquet-java",
                    ParquetJavaReader.read(convert(ipc).path()),
                    ArrowRows.of(ipc.schema(), ipc.batches()));
        } finally {
            ipc.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cpp-21.0.0/generated_nested, list_nullable",
        "cpp-21.0.0/generated_map, map_nullable",
        "cpp-21.0.0/generated_dictionary, dict0",
        "cpp-21.0.0/generated_binary_view, bv",
        "cpp-21.0.0/generated_list_view, lv",
        "cpp-21.0.0/generated_run_end_encoded, ree16_int32",
        "cpp-21.0.0/generated_duration, f1",
        "cpp-21.0.0/generated_interval, f5",
        "cpp-21.0.0/generated_null, f0",
        "cpp-21.0.0/generated_decimal256, f0"
    })
    void whatCannotBeWrittenYetIsRefusedByTheNameOfItsField(
            final String name, final String field, final BufferAllocator allocator) throws IOException {
        final IpcFile ipc = open(name + ".stream", allocator);
        try {
            assertThatThrownBy(() -> convert(ipc))
                    .isInstanceOf(UnsupportedSchemaException.class)
                    .hasMessageStartingWith("field '" + field + "'");
        } finally {
            ipc.close();
        }
    }

    /** Old generators wrote dates of half days, and decimals of more digits than they declared. */
    @ParameterizedTest
    @CsvSource({
        "1.0.0-littleendian/generated_datetime, column 'f1', a whole number of days",
        "1.0.0-littleendian/generated_decimal, column 'f0', more than 3 digits"
    })
    void valuesThatTheirTypeForbidsAreRefusedByColumnAndRow(
            final String name, final String column, final String reason, final BufferAllocator allocator)
            throws IOException {
        final IpcFile ipc = open(name + ".stream", allocator);
        try {
            assertThatThrownBy(() -> convert(ipc))
                    .isInstanceOf(InvalidBatchException.class)
                    .hasMessageContaining(column)
                    .hasMessageContaining(reason);
        } finally {
            ipc.close();
        }
    }

    private static IpcFile open(final String name, final BufferAllocator allocator) throws IOException {
        return IpcFile.read(TestData.folder("arrow-testing").resolve(name), allocator);
    }

    private WrittenFile convert(final IpcFile ipc) {
        return WrittenFile.write(folder, ipc.schema(), WriterOptions.DEFAULT, ipc.batches());
    }
}

package dev.intarsia.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intarsia.options.Compression;
import java.util.List;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetIdsTest {
    @ParameterizedTest
    @EnumSource(Compression.Codec.class)
    void aCodecHasTheIdThatThriftGivesToItsName(final Compression.Codec codec) {
        assertThat(ParquetIds.codec(codec))
                .isEqualTo(CompressionCodec.valueOf(codec.name()).getValue());
    }

    @ParameterizedTest
    @EnumSource(PrimitiveTypeName.class)
    void aPhysicalTypeHasTheIdThatThriftGivesToItsName(final PrimitiveTypeName type) {
        final String name = type == PrimitiveTypeName.BINARY ? "BYTE_ARRAY" : type.name();

        assertThat(ParquetIds.physicalType(type)).isEqualTo(Type.valueOf(name).getValue());
    }

    @Test
    void pagesAndEncodingsHaveTheIdsThatThriftGivesThem() {
        assertThat(List.of(ParquetIds.PAGE_DATA, ParquetIds.PAGE_DICTIONARY, ParquetIds.PAGE_DATA_V2))
                .containsExactly(
                        PageType.DATA_PAGE.getValue(),
                        PageType.DICTIONARY_PAGE.getValue(),
                        PageType.DATA_PAGE_V2.getValue());
        assertThat(List.of(
                        ParquetIds.ENCODING_PLAIN,
                        ParquetIds.ENCODING_RLE,
                        ParquetIds.ENCODING_DELTA_BINARY_PACKED,
                        ParquetIds.ENCODING_DELTA_LENGTH_BYTE_ARRAY,
                        ParquetIds.ENCODING_DELTA_BYTE_ARRAY,
                        ParquetIds.ENCODING_RLE_DICTIONARY,
                        ParquetIds.ENCODING_BYTE_STREAM_SPLIT))
                .containsExactly(
                        Encoding.PLAIN.getValue(),
                        Encoding.RLE.getValue(),
                        Encoding.DELTA_BINARY_PACKED.getValue(),
                        Encoding.DELTA_LENGTH_BYTE_ARRAY.getValue(),
                        Encoding.DELTA_BYTE_ARRAY.getValue(),
                        Encoding.RLE_DICTIONARY.getValue(),
                        Encoding.BYTE_STREAM_SPLIT.getValue());
    }

    @Test
    void theTemplateOfASchemaColumnIsThatOfItsIdsAndUtf8Names() {
        final ChunkTemplate named =
                ChunkTemplate.of(PrimitiveTypeName.DOUBLE, new String[] {"a.b", "名"}, Compression.Codec.LZ4_RAW);
        final ChunkTemplate prepared = TestColumn.template(5, List.of("a.b", "名"), 7);

        assertThat(named.beforeEncodings).isEqualTo(prepared.beforeEncodings);
        assertThat(named.afterEncodings).isEqualTo(prepared.afterEncodings);
    }
}

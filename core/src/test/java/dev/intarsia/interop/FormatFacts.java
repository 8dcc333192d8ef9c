package dev.intarsia.interop;

import dev.intarsia.testkit.ThriftFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TFieldIdEnum;

/**
 * What of the format is in a file, found in its own bytes by the format's Thrift code and not by anything of ours:
 * names of encodings, pages, codecs and fields, as the coverage table calls them.
 *
 * @param types of Arrow, each with what it became
 * @param encodings with what they encode, such as {@code RLE INT32}
 * @param pages kinds of pages
 * @param codecs of column chunks
 * @param fields that are set, by struct, such as {@code RowGroup.ordinal}
 * @param unset fields that these structs could have and have not
 */
record FormatFacts(
        Set<String> types,
        Set<String> encodings,
        Set<String> pages,
        Set<String> codecs,
        Set<String> fields,
        Set<String> unset) {
    /** Beyond the id of every field that the format has. */
    private static final int MAX_FIELD_ID = 40;

    FormatFacts() {
        this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    /** Adds what is in a file. */
    void add(final ThriftFile file) {
        addFields(file.footer());
        types.addAll(TypeFacts.of(file.footer()));
        for (int group = 0; group < file.footer().getRow_groups().size(); group++) {
            final RowGroup rowGroup = file.footer().getRow_groups().get(group);
            for (int column = 0; column < rowGroup.getColumns().size(); column++) {
                addIndexes(file, rowGroup.getColumns().get(column));
                final ColumnMetaData chunk = file.chunk(group, column);
                codecs.add(chunk.getCodec().name());
                file.pages(group, column).forEach(page -> addPage(chunk, page.header()));
            }
        }
    }

    /** Adds what is in another file. */
    void add(final FormatFacts other) {
        types.addAll(other.types);
        encodings.addAll(other.encodings);
        pages.addAll(other.pages);
        codecs.addAll(other.codecs);
        fields.addAll(other.fields);
        unset.addAll(other.unset);
        unset.removeAll(fields);
    }

    /** What the format has names for beside the fields of its structs, whoever writes it. */
    static Set<String> known() {
        final Set<String> known = new TreeSet<>();
        Stream.of(Encoding.values(), CompressionCodec.values(), PageType.values(), Type.values())
                .flatMap(Stream::of)
                .forEach(constant -> known.add(constant.name()));
        LogicalType.metaDataMap.keySet().forEach(type -> known.add("logical type " + type.getFieldName()));
        return known;
    }

    /** Those of these names that are in the files. */
    Set<String> names() {
        final Set<String> names = new TreeSet<>(codecs);
        names.addAll(pages);
        encodings.forEach(encoding -> names.addAll(List.of(encoding.split(" "))));
        for (final String type : types) {
            final String logical = type.substring(type.lastIndexOf(' ') + 1);
            names.add("logical type " + logical.replaceFirst("\\(.*", ""));
        }
        return names;
    }

    private void addIndexes(final ThriftFile file, final ColumnChunk chunk) {
        try {
            if (chunk.isSetColumn_index_offset()) {
                addFields(Util.readColumnIndex(at(file, chunk.getColumn_index_offset())));
            }
            if (chunk.isSetOffset_index_offset()) {
                addFields(Util.readOffsetIndex(at(file, chunk.getOffset_index_offset())));
            }
            if (chunk.getMeta_data().isSetBloom_filter_offset()) {
                addFields(
                        Util.readBloomFilterHeader(at(file, chunk.getMeta_data().getBloom_filter_offset())));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteArrayInputStream at(final ThriftFile file, final long offset) {
        final int from = Math.toIntExact(offset);
        return new ByteArrayInputStream(file.bytes(), from, file.bytes().length - from);
    }

    private void addPage(final ColumnMetaData chunk, final PageHeader header) {
        addFields(header);
        pages.add(header.getType().name());
        switch (header.getType()) {
            case DATA_PAGE -> {
                final DataPageHeader page = header.getData_page_header();
                encodings.add(page.getEncoding() + " " + chunk.getType());
                encodings.add(page.getDefinition_level_encoding() + " levels");
                encodings.add(page.getRepetition_level_encoding() + " levels");
            }
            case DATA_PAGE_V2 -> {
                encodings.add(header.getData_page_header_v2().getEncoding() + " " + chunk.getType());
                if (!header.getData_page_header_v2().isIs_compressed()
                        && chunk.getCodec() != CompressionCodec.UNCOMPRESSED) {
                    pages.add("DATA_PAGE_V2, is_compressed=false");
                }
            }
            case DICTIONARY_PAGE ->
                encodings.add(header.getDictionary_page_header().getEncoding() + " dictionary page");
            default -> throw new AssertionError("a page of type " + header.getType());
        }
    }

    /** Logical types are not followed: the table of types states them. */
    private <F extends TFieldIdEnum> void addFields(final TBase<?, F> struct) {
        for (int id = 1; id < MAX_FIELD_ID; id++) {
            final F field = struct.fieldForId(id);
            if (field == null) {
                continue;
            }
            final String name = struct.getClass().getSimpleName() + "." + field.getFieldName();
            if (!struct.isSet(field)) {
                if (!fields.contains(name)) {
                    unset.add(name);
                }
                continue;
            }
            fields.add(name);
            unset.remove(name);
            final Object value = struct.getFieldValue(field);
            final Collection<?> values = value instanceof Collection<?> list ? list : Set.of(value);
            for (final Object one : values) {
                if (one instanceof TBase<?, ?> inner && !(one instanceof LogicalType)) {
                    addFields(inner);
                }
            }
        }
    }
}

package dev.intarsia.cli;

import dev.intarsia.options.DataPageVersion;
import dev.intarsia.options.FloatOrder;
import dev.intarsia.options.WriterOptions;
import picocli.CommandLine.Option;

/** The options of {@code write} that say which parts of the format a file has. */
final class FormatFlags {
    @Option(
            names = "--data-page",
            paramLabel = "VERSION",
            description = "Version of data pages: v1, which all readers know, or v2. Default: v1.")
    private DataPageVersion dataPage = DataPageVersion.V1;

    @Option(
            names = "--float-order",
            paramLabel = "ORDER",
            description = "Order of floating-point bounds: TYPE_ORDER, which all readers know, or IEEE_754_TOTAL_ORDER,"
                    + " with bounds beside NaNs. Default: TYPE_ORDER.")
    private FloatOrder floatOrder = FloatOrder.TYPE_ORDER;

    @Option(names = "--no-page-index", description = "Write neither column indexes nor offset indexes.")
    private boolean noPageIndex;

    @Option(
            names = "--no-arrow-schema",
            description = "Leave the Arrow schema out of the metadata, from which Arrow's readers restore its types.")
    private boolean noArrowSchema;

    void applyTo(final WriterOptions.Builder options) {
        options.dataPages(dataPage)
                .floatOrder(floatOrder)
                .pageIndex(!noPageIndex)
                .arrowSchema(!noArrowSchema);
    }
}

package dev.intarsia.violations.internal.schema;

import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Names two classes of Hadoop's world. */
public final class KnowsHadoop {
    private KnowsHadoop() {}

    public static String name() {
        return HadoopInputFile.class.getName() + Path.SEPARATOR + Path.class.getName();
    }
}

/** x */
package dev.intarsia.testkit.structure;

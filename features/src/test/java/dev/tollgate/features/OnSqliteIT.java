package dev.tollgate.features;

import static io.cucumber.junit.platform.engine.Constants.FILTER_TAGS_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.GLUE_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.OBJECT_FACTORY_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/// The examples about what is kept, by a gateway that keeps it in the embedded database (SQLite).
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("features/access")
@SelectClasspathResource("features/management")
@SelectClasspathResource("features/money")
@ConfigurationParameter(key = FILTER_TAGS_PROPERTY_NAME, value = "not @postgresql")
@ConfigurationParameter(key = GLUE_PROPERTY_NAME, value = "dev.tollgate.features.steps")
@ConfigurationParameter(
        key = OBJECT_FACTORY_PROPERTY_NAME,
        value = "dev.tollgate.features.OnSqliteWorlds")
@ConfigurationParameter(
        key = PLUGIN_PROPERTY_NAME,
        value = "dev.tollgate.features.manual.ManualPlugin:target/manual/on-sqlite.tsv")
final class OnSqliteIT {}

package dev.tollgate.features;

import static io.cucumber.junit.platform.engine.Constants.FILTER_TAGS_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.GLUE_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.OBJECT_FACTORY_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/// Every example, by callers with a socket.
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("features")
@ConfigurationParameter(key = FILTER_TAGS_PROPERTY_NAME, value = "not @postgresql")
@ConfigurationParameter(key = GLUE_PROPERTY_NAME, value = "dev.tollgate.features.steps")
@ConfigurationParameter(
        key = OBJECT_FACTORY_PROPERTY_NAME,
        value = "dev.tollgate.features.OverHttpWorlds")
@ConfigurationParameter(
        key = PLUGIN_PROPERTY_NAME,
        value =
                "dev.tollgate.features.manual.ManualPlugin:target/manual/over-HTTP.tsv,"
                        + "html:target/manual/over-http.html")
final class OverHttpIT {}

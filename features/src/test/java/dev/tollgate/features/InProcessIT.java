package dev.tollgate.features;

import static io.cucumber.junit.platform.engine.Constants.FILTER_TAGS_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.GLUE_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.OBJECT_FACTORY_PROPERTY_NAME;
import static io.cucumber.junit.platform.engine.Constants.PLUGIN_PROPERTY_NAME;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/// Every example that is not about the wire, by callers in the same process.
@Suite
@IncludeEngines("cucumber")
@SelectClasspathResource("features")
@ConfigurationParameter(key = GLUE_PROPERTY_NAME, value = "dev.tollgate.features.steps")
@ConfigurationParameter(key = FILTER_TAGS_PROPERTY_NAME, value = "not @http")
@ConfigurationParameter(
        key = OBJECT_FACTORY_PROPERTY_NAME,
        value = "dev.tollgate.features.InProcessWorlds")
@ConfigurationParameter(
        key = PLUGIN_PROPERTY_NAME,
        value = "dev.tollgate.features.manual.ManualPlugin:target/manual/in-process.tsv")
final class InProcessIT {}

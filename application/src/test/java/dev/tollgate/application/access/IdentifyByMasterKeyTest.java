package dev.tollgate.application.access;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.IdentifyCaller.Identity;
import dev.tollgate.application.setup.GatewaySetup;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifyByMasterKeyTest {
    private final GatewaySetup setup = new TestGateway().with(aDeployment("a")).setup();
    private final IdentifyByMasterKey identify = new IdentifyByMasterKey(() -> setup);

    @Test
    void the_master_key_is_its_holder() {
        assertThat(identify.identify(TestGateway.MASTER_KEY.reveal()))
                .isEqualTo(new Identity.Known(Caller.MASTER));
    }

    @Test
    void a_reload_that_changes_the_key_changes_who_is_known() {
        GatewaySetup[] current = {setup};
        IdentifyByMasterKey reloading = new IdentifyByMasterKey(() -> current[0]);
        assertThat(reloading.identify(TestGateway.MASTER_KEY.reveal()))
                .isInstanceOf(Identity.Known.class);

        current[0] =
                new GatewaySetup(
                        setup.catalog(),
                        setup.rules(),
                        setup.limits(),
                        Secret.of("sk-another-key-0123456789"),
                        "",
                        false,
                        setup.health(),
                        setup.provider(),
                        setup.continuations());

        assertThat(reloading.identify(TestGateway.MASTER_KEY.reveal()))
                .isInstanceOf(Identity.Unknown.class);
        assertThat(reloading.identify("sk-another-key-0123456789"))
                .isInstanceOf(Identity.Known.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sk-ant-api03-abc, Anthropic",
        "sk-proj-abc, OpenAI",
        "gsk_abc, Groq",
        "sk-abc, ''",
        "'', ''",
    })
    void a_stranger_stays_one_and_a_providers_key_is_recognised(String key, String provider) {
        assertThat(identify.identify(key)).isEqualTo(new Identity.Unknown(provider));
    }
}

package dev.tollgate.application.models;

import static dev.tollgate.domain.testkit.DeploymentFixture.aDeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.application.port.in.DescribeModels.Listed;
import dev.tollgate.application.port.in.DescribeModels.Models;
import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.application.testkit.RecordingCaller;
import dev.tollgate.application.testkit.TestGateway;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.ModelAccess.ModelList;
import dev.tollgate.domain.access.ModelAccess.Owner;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.failure.CallFailure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may call the models of one team, and who sees them.
class TeamsOwnModelsTest {
    private final TestGateway gateway = new TestGateway();

    @BeforeEach
    void deployments() {
        gateway.with(
                aDeployment("east").serving("fast"),
                aDeployment("everybodys").serving("calm"),
                aDeployment("ours").serving("fast").ownOf("red"),
                aDeployment("only").serving("solo").ownOf("red").among("beta"),
                aDeployment("wild").serving("open/*").by("openai", "*").ownOf("red"));
    }

    private static KeyHolder holder(String team, UserRole role, ModelList... lists) {
        return new KeyHolder(
                "id",
                "hash",
                "alias",
                "sk-...",
                "ana",
                role,
                team,
                "",
                "",
                new ModelAccess(List.of(lists)),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                false,
                false,
                Optional.empty());
    }

    private static Caller keyOf(String team, ModelList... lists) {
        return new Caller("a", Caller.Role.KEY, holder(team, UserRole.INTERNAL_USER, lists));
    }

    /// Somebody with a token that names several teams, none of which has a list.
    private static Caller tokenOf(String... teams) {
        List<KeyHolder> holders =
                Stream.of(teams).map(each -> holder(each, UserRole.INTERNAL_USER)).toList();
        return new Caller(
                "a",
                Caller.Role.KEY,
                holders.getFirst(),
                Optional.of(new Caller.Token("", holders)));
    }

    private static ModelList list(Owner owner, String id, String... models) {
        return new ModelList(owner, id, List.of(models));
    }

    private RecordingCaller asks(Caller caller, String model) {
        return gateway.asks(
                TestGateway.aCall(model, false, CallOverrides.NONE).by(caller, ""),
                new RecordingCaller());
    }

    private String answers(Caller caller, String model) {
        return asks(caller, model).heard().getFirst();
    }

    @Test
    void a_teams_own_comes_before_what_is_everybodys() {
        assertThat(answers(keyOf("red"), "fast")).isEqualTo("whole:hello from ours");
        assertThat(answers(keyOf("blue"), "fast")).isEqualTo("whole:hello from east");
        assertThat(answers(keyOf("red"), "calm")).isEqualTo("whole:hello from everybodys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"solo", "only", "ours", "open/x"})
    void nobody_else_reaches_it_by_any_name(String name) {
        for (Caller other : List.of(keyOf("blue"), keyOf(""), Caller.MASTER)) {
            assertThat(asks(other, name).failure()).isEqualTo(new CallFailure.UnknownModel(name));
        }
        assertThat(gateway.provider.asked()).isEmpty();
        assertThat(asks(keyOf("red"), name).heard()).isNotEmpty();
    }

    @Test
    void the_teams_list_is_about_others_models_and_a_keys_list_about_all() {
        ModelList teams = list(Owner.TEAM, "red", "calm");

        assertThat(answers(keyOf("red", teams), "solo")).isEqualTo("whole:hello from only");
        assertThat(asks(keyOf("red", teams, list(Owner.KEY, "k", "calm")), "solo").failure())
                .isInstanceOf(CallFailure.Refused.class);
        assertThat(asks(keyOf("red", teams, list(Owner.TEAM, "red/ana", "calm")), "solo").failure())
                .isInstanceOf(CallFailure.Refused.class);
    }

    @Test
    void of_a_tokens_teams_the_one_is_acted_for_whose_model_it_is() {
        assertThat(answers(tokenOf("blue", "red"), "solo")).isEqualTo("whole:hello from only");
        assertThat(answers(tokenOf("blue", "red"), "fast")).isEqualTo("whole:hello from east");
        assertThat(asks(tokenOf("blue", "green"), "solo").failure())
                .isEqualTo(new CallFailure.UnknownModel("solo"));
    }

    private Models seen(Caller caller) {
        return new DescribeConfiguredModels(gateway::setup, new NoModels()).describe(caller);
    }

    private static List<String> names(Models models) {
        return models.listed().stream().map(Listed::name).toList();
    }

    private static List<String> ids(Models models) {
        return models.deployments().stream().map(Deployment::id).map(Object::toString).toList();
    }

    @Test
    void who_may_call_them_sees_them_and_not_what_they_stand_before() {
        Models models = seen(keyOf("red"));

        assertThat(names(models)).containsExactlyInAnyOrder("fast", "calm", "solo", "open/*");
        assertThat(ids(models)).containsExactly("everybodys", "ours", "only", "wild");
        assertThat(models.accessGroups()).containsExactly("beta");
    }

    @Test
    void nobody_else_sees_them_but_who_administers_the_gateway() {
        for (Caller other : List.of(keyOf("blue"), keyOf(""))) {
            assertThat(names(seen(other))).containsExactly("fast", "calm");
            assertThat(ids(seen(other))).containsExactly("east", "everybodys");
            assertThat(seen(other).accessGroups()).isEmpty();
        }
        assertThat(names(seen(Caller.MASTER))).containsExactly("fast", "calm");
        assertThat(ids(seen(Caller.MASTER)))
                .containsExactly("east", "everybodys", "ours", "only", "wild");
    }

    @Test
    void a_key_sees_of_them_what_its_list_allows() {
        Models models = seen(keyOf("red", list(Owner.KEY, "k", "solo", "calm")));

        assertThat(names(models)).containsExactly("calm", "solo");
        assertThat(ids(models)).containsExactly("everybodys", "only");
    }

    @Test
    void a_token_sees_those_of_all_its_teams() {
        assertThat(ids(seen(tokenOf("blue", "red"))))
                .containsExactly("east", "everybodys", "ours", "only", "wild");
    }

    private static final class NoModels implements ModelCards {
        @Override
        public ModelCard find(String provider, String model) {
            return ModelCard.UNKNOWN;
        }

        @Override
        public List<String> modelsOf(String provider) {
            return List.of();
        }

        @Override
        public String providerOf(String model) {
            return "";
        }
    }
}

package dev.tollgate.application.memory;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.testkit.contract.EntitiesContract;
import dev.tollgate.application.testkit.contract.EntityListsContract;
import dev.tollgate.domain.budget.Subject;
import dev.tollgate.domain.money.Usd;

import java.util.HashMap;
import java.util.Map;

class InMemoryEntitiesTest implements EntitiesContract, EntityListsContract {
    private final Map<Subject, Usd> spent = new HashMap<>();
    private final Entities entities = new InMemoryEntities(_ -> spent);

    @Override
    public Entities entities() {
        return entities;
    }

    @Override
    public void spends(Subject subject, Usd amount) {
        spent.put(subject, amount);
    }
}

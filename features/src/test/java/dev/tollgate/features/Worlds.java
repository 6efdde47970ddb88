package dev.tollgate.features;

import dev.tollgate.features.driver.GatewayDriver;
import dev.tollgate.features.driver.InMemory;
import dev.tollgate.features.driver.Keeping;
import dev.tollgate.features.driver.World;

import io.cucumber.core.backend.ObjectFactory;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Gives every scenario a world of its own, and its step classes that world.
abstract class Worlds implements ObjectFactory {
    private final Supplier<GatewayDriver> drivers;
    private final Supplier<Keeping> keepings;
    private final Map<Class<?>, Object> steps = new HashMap<>();
    private @Nullable World world;

    /// Worlds whose gateways keep everything in memory.
    Worlds(Supplier<GatewayDriver> drivers) {
        this(drivers, InMemory::new);
    }

    Worlds(Supplier<GatewayDriver> drivers, Supplier<Keeping> keepings) {
        this.drivers = drivers;
        this.keepings = keepings;
    }

    @Override
    public boolean addClass(Class<?> type) {
        return true;
    }

    @Override
    public void start() {
        world = new World(drivers.get(), keepings.get());
    }

    @Override
    public void stop() {
        steps.clear();
        if (world != null) {
            world.close();
            world = null;
        }
    }

    @Override
    public <T> T getInstance(Class<T> type) {
        return type.cast(steps.computeIfAbsent(type, this::make));
    }

    private Object make(Class<?> type) {
        try {
            return type.getConstructor(World.class).newInstance(world);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("steps take a world: " + type.getName(), e);
        }
    }
}

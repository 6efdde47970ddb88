package dev.tollgate.application.port.in.manage;

/// Which page of a list, and in which order.
///
/// @param page from 1
/// @param size most objects of the page
/// @param sortBy a field's name; empty: the list's usual order
public record Paging(int page, int size, String sortBy, boolean descending) {
    /// Beyond it nobody turns pages.
    public static final int LAST_PAGE = 1_000_000;

    public Paging {
        if (page < 1 || page > LAST_PAGE || size < 1 || size > 1_000) {
            throw new IllegalArgumentException(
                    "a page is 1 to 1,000,000 and holds 1 to 1,000: %d, %d".formatted(page, size));
        }
    }

    public long offset() {
        return (page - 1L) * size;
    }
}

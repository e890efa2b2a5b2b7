"""The measures of networks: small cases by hand, other libraries, and random data."""

from __future__ import annotations

from itertools import combinations, product
from math import comb, isclose, log, sqrt

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.networks.backbone import adjusted, adjusted_pairs, attainable, probabilities, tails
from graph.networks.communities import adjusted_rand, communities
from graph.networks.matrix import present, specialisation, specialised
from graph.networks.neighbours import neighbourhood
from graph.networks.nestedness import nestedness, nodf
from graph.networks.shuffle import shuffled
from graph.networks.similarity import cosine, jaccard, tf_idf, tf_idf_cosine

COUNTS = np.array([[4.0, 2.0, 0.0], [1.0, 0.0, 3.0], [2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
flags = st.integers(2, 7).flatmap(
    lambda rows: st.integers(2, 7).flatmap(
        lambda columns: st.lists(
            st.lists(st.booleans(), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        ).map(np.array)
    )
)


def random_flags(rows: int, columns: int, seed: int) -> np.ndarray:
    """Rows and columns of unlike sizes, as real ones are, and nothing else to them."""
    random = np.random.default_rng(seed)
    tendency = random.normal(0, 1, rows)[:, None] + random.normal(0, 1, columns)
    return random.random((rows, columns)) < 1 / (1 + np.exp(-tendency))


def test_jaccard_by_hand_and_as_igraph_has_it() -> None:
    found = jaccard(COUNTS)
    assert found[0, 1] == pytest.approx(1 / 3)
    assert found[0, 2] == 1
    assert found[3].tolist() == [0, 0, 0, 0]
    edges = [(n, 4 + k) for n, k in product(range(4), range(3)) if COUNTS[n, k]]
    theirs = np.array(igraph.Graph(7, edges).similarity_jaccard(range(3), loops=False))
    assert np.allclose(theirs, found[:3, :3])


def test_cosine_by_hand() -> None:
    assert cosine(COUNTS)[0, 1] == pytest.approx(4 / (sqrt(20) * sqrt(10)))
    assert cosine(COUNTS)[0, 2] == pytest.approx(1)
    assert cosine(COUNTS)[0, 3] == 0


def test_a_column_that_all_rows_have_tells_no_two_apart() -> None:
    counts = np.array([[9.0, 1.0, 0.0], [9.0, 0.0, 1.0]])
    assert tf_idf(counts)[0].tolist() == [0, pytest.approx(log(2)), 0]
    assert tf_idf_cosine(counts)[0, 1] == 0
    assert cosine(counts)[0, 1] == pytest.approx(81 / 82)


def test_specialisation_by_hand() -> None:
    found = specialisation(COUNTS)
    assert found[0, 0] == pytest.approx((4 / 6) / (7 / 13))
    assert found[3].tolist() == [0, 0, 0]
    assert specialised(COUNTS)[1].tolist() == [False, False, True]


@given(flags)
@settings(max_examples=60, deadline=None)
def test_the_cells_chances_add_up_to_the_sizes(given: np.ndarray) -> None:
    found = probabilities(given)
    assert np.allclose(found.sum(1), given.sum(1), atol=1e-4)
    assert np.allclose(found.sum(0), given.sum(0), atol=1e-4)
    assert ((found >= 0) & (found <= 1)).all()


def test_a_tail_is_the_sum_over_all_outcomes() -> None:
    made = random_flags(5, 6, 3)
    chances, found = probabilities(made), tails(made)
    shared = made.astype(int) @ made.astype(int).T
    for n, k in combinations(range(5), 2):
        both = chances[n] * chances[k]
        expected = sum(
            np.prod(np.where(outcome, both, 1 - both))
            for outcome in product((False, True), repeat=6)
            if sum(outcome) >= shared[n, k]
        )
        assert found[n, k] == pytest.approx(expected, abs=1e-9)
        assert found[k, n] == found[n, k]


def test_equal_columns_give_the_binomial_tail() -> None:
    made = np.zeros((6, 6), dtype=bool)
    for n in range(6):
        made[n, [n, (n + 1) % 6, (n + 2) % 6]] = True
    chance = 0.25
    for n, k in ((0, 1), (0, 3)):
        least = int((made[n] & made[k]).sum())
        expected = sum(comb(6, i) * chance**i * (1 - chance) ** (6 - i) for i in range(least, 7))
        assert tails(made)[n, k] == pytest.approx(expected)


@pytest.mark.slow
def test_the_correction_is_that_of_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    chances = np.random.default_rng(1).random(40) ** 3
    assert np.allclose(adjusted(chances), stats.false_discovery_control(chances))


@given(flags)
@settings(max_examples=60, deadline=None)
def test_no_pair_can_be_rarer_than_what_the_sizes_let_be_seen(given: np.ndarray) -> None:
    upper = np.triu_indices(len(given), 1)
    assert attainable(given) <= adjusted(tails(given)[upper]).min() + 1e-12


def test_what_can_be_seen_is_that_of_pairs_which_share_all_they_could() -> None:
    nested = np.tril(np.ones((6, 8), dtype=bool), 1)
    upper = np.triu_indices(6, 1)
    assert attainable(nested) == pytest.approx(adjusted(tails(nested)[upper]).min())
    assert attainable(nested[:1]) == attainable(nested[:0]) == 1


def test_of_so_few_columns_no_pair_could_be_seen_and_of_more_it_could() -> None:
    """Of the shipped shape and fill the stochastic model keeps no pair whatever they share."""
    random = np.random.default_rng(3)
    shipped = random.random((31, 27)) < np.sort(random.random(27) ** 0.4)
    assert attainable(shipped) > 0.05
    assert attainable(random_flags(40, 60, 5)) < 0.05


def test_a_planted_group_is_found_and_nothing_else() -> None:
    made = random_flags(40, 60, 5)
    made[:6] = False
    made[:6, :18] = True
    made[:6, 18:20] = np.random.default_rng(2).random((6, 2)) < 0.5
    corrected = adjusted_pairs(tails(made))
    found = {(n, k) for n, k in combinations(range(40), 2) if corrected[n, k] <= 0.05}
    planted = set(combinations(range(6), 2))
    assert planted <= found
    assert len(found - planted) <= 2


@pytest.mark.slow
def test_on_random_data_false_discoveries_stay_at_their_level() -> None:
    """Any edge of a random matrix is false, so at level 0.05 one in twenty may have some."""
    base = random_flags(40, 60, 7)
    assert attainable(base) < 0.05  # or there could be none
    drawn = 300
    hits = tested = 0
    for each in shuffled(base, drawn, seed=11):
        chances = tails(each)
        hits += bool((adjusted_pairs(chances) <= 0.05).any())
        tested += (chances[np.triu_indices(40, 1)] <= 0.05).mean()
    assert hits / drawn <= 0.05 + 3 * sqrt(0.05 * 0.95 / drawn)
    assert 0 < tested / drawn <= 0.05


@given(flags, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_shuffling_keeps_every_size(given: np.ndarray, seed: int) -> None:
    for each in shuffled(given, 3, seed):
        assert (each.sum(0) == given.sum(0)).all()
        assert (each.sum(1) == given.sum(1)).all()
    again = [each.tolist() for each in shuffled(given, 2, seed)]
    assert again == [each.tolist() for each in shuffled(given, 2, seed)]


def test_shuffling_reaches_every_matrix_alike() -> None:
    """The six permutation matrices of three rows are the matrices with all sizes 1."""
    seen: dict[str, int] = {}
    for each in shuffled(np.eye(3, dtype=bool), 3000, seed=4):
        seen[str(each.tolist())] = seen.get(str(each.tolist()), 0) + 1
    assert len(seen) == 6
    assert min(seen.values()) > 400


def test_nestedness_by_hand() -> None:
    stairs = np.tril(np.ones((4, 4), dtype=bool))
    assert nodf(stairs) == 100
    assert nodf(np.eye(4, dtype=bool)) == 0
    # the example of Almeida-Neto et al. (2008), figure 2
    example = np.array(
        [[1, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]]
    )
    assert nodf(example.astype(bool)) == pytest.approx(58.33, abs=0.005)


@pytest.mark.slow
def test_random_nestedness_is_not_called_rare() -> None:
    base = random_flags(12, 10, 2)
    rare = [nestedness(each, seed=n, times=39).chance for n, each in
            enumerate(shuffled(base, 60, seed=1))]  # fmt: skip
    assert sum(each <= 0.05 for each in rare) <= 9
    found = nestedness(np.tril(np.ones((4, 4), dtype=bool)), seed=0)
    assert (found.value, found.mean, found.chance) == (100, 100, 1)  # its sizes leave no other


def test_neighbours_that_are_alike_are_told_from_chance() -> None:
    ring = nx.to_numpy_array(nx.cycle_graph(20)) > 0
    place = np.arange(20) * 2 * np.pi / 20
    alike = np.cos(place[:, None] - place[None, :])
    found = neighbourhood(alike, ring, seed=3)
    assert isclose(found.value, np.cos(2 * np.pi / 20))
    assert found.chance == 0.00001
    random = np.random.default_rng(5).random((20, 20))
    assert neighbourhood(random + random.T, ring, seed=3).chance > 0.05
    assert neighbourhood(alike, ring & False, seed=3).chance == 1


def test_who_touches_nobody_takes_no_part_in_the_neighbourhood() -> None:
    random = np.random.default_rng(6).random((13, 13))
    ring = np.pad(nx.to_numpy_array(nx.cycle_graph(12)) > 0, (0, 1))
    alike = random + random.T
    alike[12] = alike[:, 12] = 0
    with_island = neighbourhood(alike, ring, seed=3, times=999)
    assert with_island == neighbourhood(alike[:12, :12], ring[:12, :12], seed=3, times=999)


def test_the_chance_of_a_neighbourhood_hardly_hangs_on_the_seed() -> None:
    random = np.random.default_rng(5).random((31, 31))
    map_ = nx.to_numpy_array(nx.gnm_random_graph(31, 65, seed=2)) > 0
    chances = [neighbourhood(random + random.T, map_, seed).chance for seed in range(3)]
    assert max(chances) - min(chances) < 0.01


def two_groups(between: int) -> nx.Graph:
    made = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    made.add_edges_from([(n, 6 + n) for n in range(between)])
    made = nx.relabel_nodes(made, str)
    nx.set_edge_attributes(made, 1.0, "weight")
    return made


def test_communities_are_told_with_modularity_and_stability() -> None:
    made = two_groups(1)
    found = communities(made, seed=0)
    assert [sorted(part, key=int) for part in found.parts] == [
        [str(n) for n in range(6)],
        [str(n) for n in range(6, 12)],
    ]
    theirs = igraph.Graph.from_networkx(made)
    membership = [int(name) // 6 for name in theirs.vs["_nx_name"]]
    assert found.modularity == pytest.approx(theirs.modularity(membership), abs=1e-6)
    assert found.stability == 1


def test_no_communities_are_told_where_there_is_no_structure() -> None:
    made = nx.relabel_nodes(nx.gnp_random_graph(30, 0.7, seed=1), str)
    nx.set_edge_attributes(made, 1.0, "weight")
    found = communities(made, seed=0)
    assert found.modularity < 0.3
    assert not found.structure
    assert found.parts == ()
    assert communities(nx.empty_graph(3), seed=0).parts == ()


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
@settings(max_examples=60, deadline=None)
def test_agreement_of_partitions_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    one, two = (np.array(each) for each in zip(*pairs, strict=True))
    assert adjusted_rand(one, two) == pytest.approx(metrics.adjusted_rand_score(one, two))


def test_what_is_present_is_named_at_all() -> None:
    assert present(COUNTS).sum() == 6

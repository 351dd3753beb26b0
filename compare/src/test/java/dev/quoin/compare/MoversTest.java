package dev.quoin.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quoin.testkit.Seeded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoversTest {
  @Test
  void of_those_that_moved_alike_the_lesser_ids_stay() {
    Movers movers = new Movers(3);
    for (String id : List.of("10", "9", "a", "11", "b")) {
      movers.add(moved(id, 0, 100));
    }
    movers.add(moved("z", 0, 200));
    assertThat(movers.list()).extracting(Movers.Moved::id).containsExactly("z", "9", "a");
  }

  @Test
  void the_order_in_which_they_come_does_not_matter() {
    Seeded.forAll(
        200,
        4,
        seeded -> {
          List<Movers.Moved> all = new ArrayList<>();
          for (int i = 0; i < 40; i++) {
            all.add(moved(Integer.toString(seeded.between(1, 15)), i, seeded.between(1, 6)));
          }
          Movers straight = new Movers(5);
          all.forEach(straight::add);
          Collections.shuffle(all, new Random(seeded.seed()));
          Movers one = new Movers(5);
          Movers other = new Movers(5);
          all.forEach(moved -> {
            Movers some = seeded.yes() ? one : other;
            if (some.mayTake(moved.size())) {
              some.add(moved);
            }
          });
          one.add(other);
          assertThat(one.list()).isEqualTo(straight.list());
        });
  }

  private static Movers.Moved moved(String id, long position, long size) {
    return new Movers.Moved(id, position, size, 0, size, null);
  }
}

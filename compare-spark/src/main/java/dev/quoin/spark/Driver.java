package dev.quoin.spark;

import dev.quoin.compare.Job;
import dev.quoin.compare.News;
import dev.quoin.compare.Part;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag$;

// The driver does not count, and does not add up: it reads the job, cuts the requests into parts,
// lets Spark have them counted, and passes on what each of them comes to. Whoever started it adds
// up and makes the result, as he does for his own threads. So nothing of Spark can show in it: not
// how many workers there are, not in which order they end, not how often a part was tried.

/// The driver of a comparison. It reads the job from stdin, its length first, and tells how it goes on stdout, in the form
/// of [News]; it ends when stdin does, for then nobody listens.
public final class Driver {
  private final DataOutputStream out;

  private Driver(DataOutputStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
    System.setOut(System.err); // whoever else wants to say something
    DataInputStream in = new DataInputStream(System.in);
    byte[] job = new byte[in.readInt()];
    in.readFully(job);
    Thread.ofPlatform().daemon().start(() -> endWith(in));
    new Driver(out).run(job);
  }

  private static void endWith(InputStream in) {
    try {
      while (in.read() >= 0) {
        // Nothing more is said.
      }
    } catch (IOException e) {
      // It is gone, too.
    }
    System.exit(1);
  }

  private void run(byte[] job) throws IOException {
    try {
      List<Part> parts = Job.read(job).origin().parts();
      new News.Parts(parts.size()).write(out);
      if (!parts.isEmpty()) {
        count(job, parts);
      }
    } catch (Exception failed) { // Whatever ends it, Scala's methods do not declare it.
      new News.Failure(why(failed)).write(out);
    }
  }

  private void count(byte[] job, List<Part> parts) {
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.app.name", "quoin compare")
            .setIfMissing("spark.ui.enabled", "false")
            // What comes back is passed on at once: all of it together may have any size.
            .setIfMissing("spark.driver.maxResultSize", "0");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      count(job, parts, spark);
    }
  }

  private void count(byte[] job, List<Part> parts, JavaSparkContext spark) {
    try {
      RDD<Part> each = spark.parallelize(parts, parts.size()).rdd();
      spark
          .sc()
          .runJob(
              each,
              new Count(spark.broadcast(job)),
              new PassOn(parts, out),
              ClassTag$.MODULE$.apply(byte[].class));
    } catch (RuntimeException failed) {
      // It has said why; whatever fails then is of no interest.
      throw spark.sc().isStopped()
          ? new IllegalStateException("`" + spark.master() + "` does not do the job")
          : failed;
    }
  }

  /// The sentence of whatever was the first to fail: Spark puts its own around it.
  private static String why(Throwable failed) {
    Throwable first = failed;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return Optional.ofNullable(first.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElse(first.toString());
  }
}

# Perl's Mojolicious.
use Mojo::Base -strict;
use Mojo::JSON qw(decode_json);
use Mojo::UserAgent;

$| = 1;
my ($url, $fields, $texts) = ($ARGV[0], decode_json($ARGV[1]), decode_json($ARGV[2]));
# By itself it ends what is silent for 40 s, as it is here without pings.
my ($agent, $is_open) = (Mojo::UserAgent->new(inactivity_timeout => 0), 0);
$agent->websocket(
  $url => $fields => sub {
    my (undef, $transaction) = @_;
    if (!$transaction->is_websocket) {
      my $error = $transaction->error;
      say "end no WebSocket, ", join ' ', grep {defined} $error->{code}, $error->{message};
      return Mojo::IOLoop->stop;
    }
    $transaction->on(
      message => sub {
        return $transaction->send(shift @$texts) if @$texts;
        return if $is_open++;
        say "open";
        () = <STDIN>;
      }
    );
    $transaction->on(
      finish => sub {
        my (undef, $code, $reason) = @_;
        say join ' ', "end finish", grep {defined} $code, $reason;
        Mojo::IOLoop->stop;
      }
    );
    $transaction->send(shift @$texts);
  }
);
Mojo::IOLoop->start;
